"""The desk sees who is at which step and who is stuck, within its reach, and corrects with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk.accounts.rules import Role
from helpdesk.activation.models import StepDone, StepEvent
from helpdesk.activation.queries import Checklist
from helpdesk.activation.rules import Asker, Via
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.activation.work.queries import count_places, list_standings
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED
from helpdesk.organisations.rules import Family, Kind, Line
from helpdesk.organisations.service import link_organisations
from tests.activation.conftest import (
    JOURNEY_OF_SCHOOLS,
    SLUG,
    a_journey,
    a_school,
    a_step,
    did,
    speaks_for,
)
from tests.people import signed_in
from tests.statements import counted_statements

EVERYWHERE = Asker(roles=frozenset({Role.ADMINISTRATOR}))


def _standings(now, journey=JOURNEY_OF_SCHOOLS, asker=EVERYWHERE) -> Standings:
    return Standings(SLUG, journey, asker, now=now)


def _names(standings, wanted=Wanted(), **kwargs) -> list[str]:  # noqa: B008
    return [row.code for row in list_standings(standings, wanted, **kwargs)]


@pytest.fixture
def schools(journey, now):
    """Four schools: nothing done, one step long ago, one step today, all done."""
    found = {name: a_school(name) for name in ("rien", "bloquee", "avance", "finie")}
    did(found["bloquee"], "lien", at=now - timedelta(days=20))
    did(found["avance"], "lien", "banque", at=now - timedelta(days=1))
    did(found["finie"], "lien", "banque", "declaration", at=now - timedelta(days=90))
    return found


def test_counts_say_how_many_stand_where_and_how_many_are_stuck(schools, now):
    # « Aucune démarche n’a été faite » (question-and-answer letter, autumn 2024).
    assert count_places(_standings(now), Wanted()) == {
        NOT_STARTED: (1, 1),
        "banque": (1, 1),
        "declaration": (1, 0),
        FINISHED: (1, 0),
    }


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), ["avance", "bloquee", "finie", "rien"]),
        (Wanted(place=NOT_STARTED), ["rien"]),
        (Wanted(place="banque"), ["bloquee"]),
        (Wanted(place=FINISHED), ["finie"]),
        (Wanted(stuck=True), ["bloquee", "rien"]),
        (Wanted(department="06"), ["avance", "bloquee", "finie", "rien"]),
        (Wanted(department="75"), []),
        (Wanted(family=Family.COOPERATIVE, text="avance"), ["avance"]),
        (Wanted(family=Family.UNION), []),
        (Wanted(text="100%_"), []),
    ],
)
def test_lists_are_narrowed_by_step_family_place_and_words(schools, now, wanted, names):
    assert _names(_standings(now), wanted) == names


def test_sql_and_rules_agree_on_every_school(schools, now):
    for moment in (now, now + timedelta(days=6), now + timedelta(days=29), now + timedelta(days=40)):
        rows = {row.id: row for row in list_standings(_standings(moment), Wanted())}
        for school in schools.values():
            done = {
                row.step: row
                for row in db.session.scalars(select(StepDone).where(StepDone.organisation_id == school.id))
            }
            checklist = Checklist(SLUG, JOURNEY_OF_SCHOOLS, school, moment.date(), done)
            row = rows[school.id]

            assert (row.place, bool(row.is_stuck)) == (checklist.place, checklist.is_stuck)


def test_a_day_of_grace_is_counted_in_paris(journey):
    # 00:30 in Paris on the 9th is still the 8th in UTC: seven days later, on the 16th, nobody is stuck.
    school = a_school("minuit")
    did(school, "lien", at=datetime(2026, 11, 8, 23, 30, tzinfo=UTC))

    on_the_16th = datetime(2026, 11, 16, 22, 0, tzinfo=UTC)

    assert _names(_standings(on_the_16th), Wanted(stuck=True)) == []
    assert _names(_standings(on_the_16th + timedelta(hours=2)), Wanted(stuck=True)) == ["minuit"]


def test_a_school_that_did_nothing_is_stuck_only_once_it_could_have_begun(journey, now):
    a_school("nouvelle", since=now - timedelta(days=2))
    a_school("ancienne")

    assert _names(_standings(now), Wanted(stuck=True)) == ["ancienne"]


def test_nobody_is_stuck_before_the_journey_opens(app, journey, now):
    a_school("ancienne")
    later = a_journey(a_step("lien"), opens_on=now.date())

    assert _names(_standings(now, later), Wanted(stuck=True)) == []


def test_a_deadline_that_is_past_makes_stuck(app, journey, now):
    school = a_school("retard")
    did(school, "lien", at=now)
    strict = a_journey(
        a_step("lien"), a_step("banque", deadline=(now - timedelta(days=1)).date()), a_step("declaration")
    )

    assert _names(_standings(now, strict), Wanted(stuck=True)) == ["retard"]


def test_closed_organisations_and_other_kinds_are_left_out(journey, now):
    a_school("fermee", closed_on=now.date())
    a_school("syndicat", kind=Kind.UNION, family=Family.UNION)

    assert _names(_standings(now)) == []


def test_pages_follow_one_another_by_key(client, people, journey, now):
    for number in range(53):
        a_school(f"ecole-{number:02}", name="Coopérative du Même Nom")
    browser = signed_in(client, people.agent)

    first = browser.get(f"/bureau/activations/{SLUG}").text
    onward = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(onward).text

    assert first.count("<tr data-row>") == 50
    assert second.count("<tr data-row>") == 3
    assert 'rel="next"' not in second


def test_an_agent_of_an_organisation_sees_what_stands_below_it(journey, now, people, schools):
    # « Les organisations relevant de votre périmètre » (19 April 2018).
    above = a_school("ad-06", kind=Kind.DEPARTMENTAL_ASSOCIATION)
    link_organisations(parent_id=above.id, child_id=schools["avance"].id, line=Line.GEOGRAPHIC)
    asker = Asker(frozenset({Role.AGENT}), own=frozenset({above.id}))

    assert _names(_standings(now, asker=asker)) == ["avance"]
    assert _names(_standings(now, asker=Asker(frozenset({Role.AGENT})))) != ["avance"]
    assert _names(_standings(now, asker=Asker(frozenset({Role.TREASURER})))) == []


def test_pages_of_others_than_the_reach_are_not_found(client, people, schools):
    above = a_school("ad-06", kind=Kind.DEPARTMENTAL_ASSOCIATION)
    speaks_for(people.agent, above)
    browser = signed_in(client, people.agent)
    here = f"/bureau/activations/{SLUG}/organisations/{schools['rien'].id}"

    assert browser.get(here).status_code == 404
    assert browser.post(f"{here}/lien", data={"reason": "Vu au téléphone."}).status_code == 404
    assert db.session.get(StepDone, (SLUG, schools["rien"].id, "lien")) is None


def test_the_desk_sets_a_step_with_a_reason_that_the_organisation_reads(client, people, schools):
    browser = signed_in(client, people.agent)
    here = f"/bureau/activations/{SLUG}/organisations/{schools['rien'].id}"

    silent = browser.post(f"{here}/lien", data={"reason": "  "})
    page = browser.post(f"{here}/lien", data={"reason": "Vu avec eux."}, follow_redirects=True).text

    assert silent.status_code == 422
    assert "Dites pourquoi" in silent.text
    event = db.session.scalars(select(StepEvent).where(StepEvent.reason != "")).one()
    assert (event.via, event.person_id, event.reason) == (Via.DESK, people.agent.id, "Vu avec eux.")
    assert "Vu avec eux." in page


def test_an_administrator_looks_and_changes_nothing(client, people, schools):
    browser = signed_in(client, people.administrator)
    here = f"/bureau/activations/{SLUG}/organisations/{schools['rien'].id}"

    assert browser.get(here).status_code == 200
    assert 'method="post" action="/bureau/activations' not in browser.get(here).text
    assert browser.post(f"{here}/lien", data={"reason": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["treasurer", "editor", "sysadmin", "stranger"])
def test_others_do_not_know_the_pages(client, people, schools, name):
    browser = signed_in(client, getattr(people, name))

    for path in ("", SLUG, f"{SLUG}/export.csv", f"{SLUG}/relances"):
        assert browser.get(f"/bureau/activations/{path}").status_code == 404


def test_the_list_is_given_as_a_file_that_runs_no_formula(client, people, journey, now):
    a_school("piege", name="=HYPERLINK(1)", town="+33")
    browser = signed_in(client, people.supervisor)

    text = browser.get(f"/bureau/activations/{SLUG}/export.csv?etape={NOT_STARTED}").get_data(as_text=True)

    assert "'=HYPERLINK(1)" in text
    assert "'+33" in text
    assert "Aucune démarche" in text


def test_the_file_says_when_each_step_was_done(client, people, schools, now):
    browser = signed_in(client, people.supervisor)

    text = browser.get(f"/bureau/activations/{SLUG}/export.csv?etape=banque").get_data(as_text=True)

    assert f"{(now - timedelta(days=20)).date().isoformat()}" in text
    assert text.count("\r\n") == 2


def test_the_file_holds_what_was_declared_with_its_minute(client, people, schools, now):
    # Seed list, item 33: « mandatory check boxes, time-stamped, exportable ».
    browser = signed_in(client, people.supervisor)

    text = browser.get(f"/bureau/activations/{SLUG}/export.csv?etape={FINISHED}").get_data(as_text=True)

    stated_at = local(now - timedelta(days=90) + timedelta(minutes=2))
    assert f"{stated_at:%Y-%m-%d %H:%M} · Tous les chèques sont débités. Plus aucune opération." in text


@pytest.mark.parametrize(
    "query",
    [
        "etape=x&famille=x&departement=%27%22",
        "apres=x",
        "apres=99999999999-x",
        "apres=1-%00",
        "q=%25&bloquees=2",
    ],
)
def test_odd_filters_are_no_filters(client, people, schools, query):
    answer = signed_in(client, people.agent).get(f"/bureau/activations/{SLUG}?{query}")

    assert answer.status_code in {200, 400}


def test_a_page_costs_a_few_statements_however_many_schools(client, people, schools):
    browser = signed_in(client, people.agent)
    for number in range(30):
        a_school(f"ecole-{number}")
    browser.get(f"/bureau/activations/{SLUG}")

    with counted_statements() as statements:
        browser.get(f"/bureau/activations/{SLUG}")

    # Who asks (2), the journey, their organisations, counts, the list, departments, and the menu (2).
    assert len(statements) <= 9, statements


def test_the_index_shows_each_journey_with_its_counts(client, people, schools, now):
    page = signed_in(client, people.supervisor).get("/bureau/activations/").text

    assert "Compte de l’école" in page
    assert "<dd>4</dd>" in page


@pytest.mark.parametrize(("name", "sees"), [("agent", True), ("administrator", True), ("sysadmin", False)])
def test_the_page_of_an_organisation_leads_to_where_it_stands(client, people, schools, name, sees):
    page = signed_in(client, getattr(people, name)).get(f"/bureau/organisations/{schools['bloquee'].id}").text

    assert (f"/bureau/activations/{SLUG}/organisations/{schools['bloquee'].id}" in page) is sees
    assert ("Étape banque" in page) is sees


def test_an_organisation_out_of_reach_tells_nothing_of_where_it_stands(client, people, schools):
    speaks_for(people.agent, a_school("ad-06", kind=Kind.DEPARTMENTAL_ASSOCIATION))

    page = signed_in(client, people.agent).get(f"/bureau/organisations/{schools['bloquee'].id}").text

    assert "Étape banque" not in page
