"""An organisation’s own people tick their steps; a stranger sees nothing."""

import pytest
from sqlalchemy import select

from helpdesk.activation.models import StepDone, StepEvent
from helpdesk.activation.rules import Via
from helpdesk.db import db
from tests.activation.conftest import SLUG, _here, _keys, a_school, a_step, did, load, speaks_for
from tests.people import signed_in


@pytest.fixture
def treasurer(client, people, school):
    speaks_for(people.treasurer, school)
    return signed_in(client, people.treasurer)


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
