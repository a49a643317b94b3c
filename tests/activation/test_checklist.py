"""An organisation's own people tick their steps, by account or by private link; a stranger sees nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpdesk.activation.links.service import delete_expired_links
from helpdesk.activation.models import ChecklistLink, StepDone, StepEvent
from helpdesk.activation.rules import Via
from helpdesk.core import clock
from helpdesk.core.identifiers import token_hash
from helpdesk.db import db
from tests.activation.conftest import SLUG, a_school, a_step, did, load, speaks_for
from tests.builders import last_mail, outgoing
from tests.people import signed_in


@pytest.fixture
def school(journey):
    return a_school("tilleuls")


@pytest.fixture
def treasurer(client, people, school):
    speaks_for(people.treasurer, school)
    return signed_in(client, people.treasurer)


def _here(school) -> str:
    return f"/activation/{SLUG}/{school.id}"


def _keys(school) -> set[str]:
    return set(db.session.scalars(select(StepDone.step).where(StepDone.organisation_id == school.id)))


def test_a_treasurer_sees_the_steps_of_each_of_their_organisations(treasurer, people, school):
    second = a_school("lavoir")
    speaks_for(people.treasurer, second)

    page = treasurer.get("/activation/").text

    assert "Coopérative tilleuls" in page
    assert "Coopérative lavoir" in page
    assert "Étape lien" in page


def test_ticking_a_step_is_kept_with_who_and_when_and_shows_the_next(treasurer, people, school):
    page = treasurer.post(f"{_here(school)}/lien", data={"act": "do"}, follow_redirects=True).text

    (event,) = db.session.scalars(select(StepEvent)).all()
    assert (event.step, event.is_done, event.person_id, event.via) == (
        "lien",
        True,
        people.treasurer.id,
        Via.ACCOUNT,
    )
    assert "par Thibaut Tresor" in page
    assert "1 étape faite sur 3" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_step_may_be_taken_back_and_both_stay_written(treasurer, school):
    treasurer.post(f"{_here(school)}/lien")
    treasurer.post(f"{_here(school)}/lien", data={"act": "undo"})

    assert _keys(school) == set()
    assert [each.is_done for each in db.session.scalars(select(StepEvent).order_by(StepEvent.id))] == [
        True,
        False,
    ]


def test_the_same_step_ticked_twice_is_done_once(treasurer, school):
    treasurer.post(f"{_here(school)}/lien")
    treasurer.post(f"{_here(school)}/lien")

    assert len(db.session.scalars(select(StepEvent)).all()) == 1


def test_a_declaration_is_refused_until_every_box_is_ticked_then_kept_word_for_word(treasurer, school, now):
    did(school, "lien", "banque", at=now)

    refused = treasurer.post(f"{_here(school)}/declaration", data={"stated": "0"})
    treasurer.post(f"{_here(school)}/declaration", data={"stated": ["0", "1"]})

    assert refused.status_code == 422
    assert "Cochez chaque case" in refused.text
    row = db.session.get(StepDone, (SLUG, school.id, "declaration"))
    assert row is not None
    assert row.statements == ["Tous les chèques sont débités.", "Plus aucune opération."]
    assert row.done_at.tzinfo is not None


def test_a_step_before_its_time_says_what_comes_first(treasurer, school):
    answer = treasurer.post(f"{_here(school)}/banque")

    assert answer.status_code == 422
    assert "Faites d’abord l’étape" in answer.text
    assert _keys(school) == set()


def test_a_step_that_others_rest_on_is_not_taken_back(treasurer, school, now):
    did(school, "lien", "banque", at=now)

    answer = treasurer.post(f"{_here(school)}/lien", data={"act": "undo"})

    assert answer.status_code == 422
    assert _keys(school) == {"lien", "banque"}


@pytest.mark.parametrize("name", ["stranger", "agent", "supervisor", "administrator", "editor", "sysadmin"])
def test_somebody_else_finds_nothing(client, people, school, name):
    browser = signed_in(client, getattr(people, name))

    assert browser.get(_here(school)).status_code == 404
    assert browser.post(f"{_here(school)}/lien").status_code == 404
    assert _keys(school) == set()


def test_a_treasurer_of_another_school_finds_nothing(client, people, school):
    speaks_for(people.treasurer, a_school("lavoir"))

    assert signed_in(client, people.treasurer).get(_here(school)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/activation/absent", f"/activation/{SLUG}/999999", "/activation/absent/1", "/activation/a%00b"]
)
def test_what_does_not_exist_is_not_found(client, people, journey, path):
    assert client.get(path).status_code in {400, 404}


def test_unknown_steps_and_odd_statements_are_refused(treasurer, school):
    assert treasurer.post(f"{_here(school)}/absente").status_code == 404
    assert treasurer.post(f"{_here(school)}/declaration", data={"stated": "9" * 5000}).status_code == 422


def test_a_journey_of_other_kinds_has_no_checklist(treasurer, people, school, now):
    union = a_school("union", kind="union")
    speaks_for(people.treasurer, union)

    assert treasurer.get(_here(union)).status_code == 404
    assert "Coopérative union" not in treasurer.get("/activation/").text


def test_steps_that_editors_change_count_at_once(treasurer, school, now, journey):
    did(school, "lien", at=now)
    load(journey.model_copy(update={"steps": [a_step("avant"), *journey.steps]}), now=now)

    page = treasurer.get(_here(school)).text

    assert "Étape avant" in page
    assert "1 étape faite sur 4" in page.replace("\N{NO-BREAK SPACE}", " ")


# The private link.


def _ask(client, **fields):
    return client.post(f"/activation/{SLUG}", data={"organisation_text": "x", **fields})


def _token(mail) -> str:
    return mail.text.split("/activation/lien/")[1].split()[0]


def test_a_link_goes_to_the_role_mailbox_and_opens_the_checklist_without_an_account(client, school):
    answer = _ask(client, organisation_id=str(school.id))
    mail = last_mail("activation/link")
    page = client.get(f"/activation/lien/{_token(mail)}", follow_redirects=True)
    client.post(f"{_here(school)}/lien")

    assert answer.status_code == 303
    assert mail.to_address == "tilleuls@example.org"
    assert "tilleuls" not in mail.subject.lower()
    assert "Coopérative tilleuls" in page.text
    assert _keys(school) == {"lien"}
    assert "par le lien privé" in client.get(_here(school)).text


@pytest.mark.parametrize(
    "typed", ["tilleuls@example.org", "Tilleuls@Example.org", "TILLEULS", "coopérative tilleuls"]
)
def test_an_organisation_may_be_named_by_mailbox_code_or_name(client, school, typed):
    _ask(client, organisation_text=typed)

    assert last_mail("activation/link").to_address == "tilleuls@example.org"


def test_the_answer_is_the_same_for_an_unknown_organisation_and_no_mail_leaves(client, school):
    known = _ask(client, organisation_text="tilleuls")
    unknown = _ask(client, organisation_text="inconnue")

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert client.get(known.location).text == client.get(unknown.location).text
    assert len(outgoing()) == 1
    assert len(db.session.scalars(select(ChecklistLink)).all()) == 1


@pytest.mark.parametrize("changes", [{"role_mailbox": ""}, {"closed_on": "2026-01-31"}, {"kind": "union"}])
def test_nothing_leaves_for_an_organisation_that_cannot_have_a_checklist(client, journey, now, changes):
    if "closed_on" in changes:
        changes = {"closed_on": now.date()}
    a_school("fermee", **changes)

    _ask(client, organisation_text="fermee")

    assert outgoing() == []


def test_a_name_that_fits_several_organisations_sends_nothing(client, journey):
    a_school("tilleuls-nord")
    a_school("tilleuls-sud")

    _ask(client, organisation_text="tilleuls")

    assert outgoing() == []


def test_the_secret_is_stored_as_a_hash(client, school):
    _ask(client, organisation_text="tilleuls")

    (link,) = db.session.scalars(select(ChecklistLink)).all()
    assert link.token_hash == token_hash(_token(last_mail("activation/link")))


def test_a_link_opens_its_own_organisation_only(client, school):
    other = a_school("lavoir")
    _ask(client, organisation_text="tilleuls")
    client.get(f"/activation/lien/{_token(last_mail('activation/link'))}")

    assert client.get(_here(other)).status_code == 404
    assert client.post(f"{_here(other)}/lien").status_code == 404


def test_an_ended_link_opens_nothing_even_where_it_was_used(client, school):
    _ask(client, organisation_text="tilleuls")
    token = _token(last_mail("activation/link"))
    client.get(f"/activation/lien/{token}")
    (link,) = db.session.scalars(select(ChecklistLink)).all()
    link.expires_at = clock.now() - timedelta(minutes=1)
    db.session.commit()

    assert client.get(f"/activation/lien/{token}").status_code == 410
    assert client.get(_here(school)).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"role_mailbox": "nouvelle@example.org"}, {"role_mailbox": ""}, {"closed_on": date(2026, 1, 31)}],
)
def test_a_link_ends_with_its_mailbox_and_its_organisation(client, school, changes):
    _ask(client, organisation_text="tilleuls")
    token = _token(last_mail("activation/link"))
    client.get(f"/activation/lien/{token}")

    a_school("tilleuls", **changes)

    assert client.get(f"/activation/lien/{token}").status_code == 410
    assert client.get(_here(school)).status_code == 404
    assert client.post(f"{_here(school)}/lien").status_code == 404
    assert _keys(school) == set()


def test_a_link_holds_while_the_organisation_is_to_close_and_its_mailbox_is_written_otherwise(client, school):
    _ask(client, organisation_text="tilleuls")
    token = _token(last_mail("activation/link"))
    client.get(f"/activation/lien/{token}")

    a_school(
        "tilleuls", role_mailbox="Tilleuls@example.org", closed_on=clock.now().date() + timedelta(days=9)
    )

    assert client.get(f"/activation/lien/{token}").status_code == 302
    assert client.get(_here(school)).status_code == 200


@pytest.mark.parametrize("kept", [[1], "x", [[1]], [["1", "x"]], [[True, "x"]], [[1, 2]], [[1, "x"]]])
def test_a_cookie_of_another_shape_opens_nothing(client, school, kept):
    _ask(client, organisation_text="tilleuls")
    with client.session_transaction() as session:
        session["activations"] = kept

    assert client.get(_here(school)).status_code == 404


def test_ended_links_are_forgotten(client, school, now):
    _ask(client, organisation_text="tilleuls")

    assert delete_expired_links(now=clock.now()) == 0
    assert delete_expired_links(now=clock.now() + timedelta(days=15)) == 1


@pytest.mark.parametrize("token", ["x", "é", "a" * 2000, "..%2F.."])
def test_a_token_that_is_none_is_answered_like_an_ended_one(client, journey, token):
    assert client.get(f"/activation/lien/{token}").status_code in {404, 410}


def test_asking_too_often_is_refused(client, school):
    codes = [_ask(client, organisation_text="tilleuls").status_code for _ in range(4)]

    assert codes == [303, 303, 303, 429]


def test_however_it_is_named_an_organisation_gets_three_links_a_day(client, school):
    spellings = [
        {"organisation_text": "tilleuls"},
        {"organisation_text": "coopérative tilleuls"},
        {"organisation_text": "tilleuls coopérative"},
        {"organisation_text": "tilleuls@example.org"},
        {"organisation_text": "tilleuls", "organisation_id": str(school.id)},
        {"organisation_text": "tilleul"},
    ]

    answers = [_ask(client, **each) for each in spellings]

    assert {(each.status_code, each.location) for each in answers} == {
        (303, f"/activation/{SLUG}/lien-envoye")
    }
    assert len(outgoing()) == 3
    assert len(db.session.scalars(select(ChecklistLink)).all()) == 3


@pytest.mark.parametrize("number", ["-1", "9" * 30, "²", "x"])
def test_an_odd_number_is_no_organisation(client, school, number):
    assert _ask(client, organisation_id=number).status_code == 303
