"""A private link opens one organisation’s checklist without an account, until it ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpdesk.activation.links.service import delete_expired_links
from helpdesk.activation.models import ChecklistLink
from helpdesk.core import clock
from helpdesk.core.identifiers import token_hash
from helpdesk.db import db
from tests.activation.conftest import SLUG, _here, _keys, a_school
from tests.builders import last_mail, outgoing


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
