"""A signed-in treasurer reads on an article what it means for their organisation; nobody else does."""

import re

import pytest

from helpdesk.activation.reminders.service import mail_reminders, want_reminders
from helpdesk.activation.standings import Wanted
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.models import STATE_ID, ContentState
from tests.activation.conftest import SLUG, a_journey, a_school, a_step, did, load, speaks_for
from tests.activation.test_reminders import _choice
from tests.builders import outgoing
from tests.faq.conftest import Shelf
from tests.people import signed_in
from tests.statements import counted_statements

ARTICLE = "/faq/double-prelevement"


@pytest.fixture
def school(app, journey, people):
    found = a_school("tilleuls")
    speaks_for(people.treasurer, found)
    return found


@pytest.fixture
def about_the_bank(app, now, school):
    steps = [a_step("lien"), a_step("banque", needs=["lien"], article="double-prelevement")]
    load(a_journey(*steps), now=now)


@pytest.fixture
def article(journey, now):
    # The journey has counted the first generation of the content.
    db.session.delete(db.session.get(ContentState, STATE_ID))
    db.session.commit()
    Shelf(now).put()


def test_it_says_what_comes_before_then_that_it_is_their_turn_then_that_it_is_done(
    client, people, article, about_the_bank, school, now
):
    # Question-and-answer letter, autumn 2024: « c’est en cours pour les coopératives dont le mandataire a suivi
    # toutes les procédures ».
    browser = signed_in(client, people.treasurer)

    before = browser.get(ARTICLE).text
    did(school, "lien", at=now)
    turn = browser.get(ARTICLE).text
    did(school, "banque", at=now)
    done = browser.get(ARTICLE).text

    assert "Avant cela, il reste une étape" in before
    assert "C’est une étape à faire" in turn
    assert "Cette étape est faite depuis le" in done
    assert "Coopérative tilleuls" in done


@pytest.mark.parametrize("name", ["agent", "supervisor", "stranger", "administrator"])
def test_nobody_else_reads_of_the_organisation(client, people, article, about_the_bank, name):
    assert "tilleuls" not in signed_in(client, getattr(people, name)).get(ARTICLE).text


def test_the_page_of_everybody_stays_anonymous(app, client, people, article, about_the_bank):
    assert "tilleuls" in signed_in(client, people.treasurer).get(ARTICLE).text

    assert "tilleuls" not in app.test_client().get(ARTICLE).text


def test_an_article_about_no_step_says_nothing(client, people, article, school):
    assert "tilleuls" not in signed_in(client, people.treasurer).get(ARTICLE).text


def test_the_anonymous_article_costs_no_statement_more(client, people, article, about_the_bank):
    client.get(ARTICLE)

    with counted_statements() as statements:
        client.get(ARTICLE)

    assert len(statements) <= 1


@pytest.fixture
def situations(journey, now):
    """Two answers to one question: the second for schools that have the link, the first for all others."""
    db.session.delete(db.session.get(ContentState, STATE_ID))
    db.session.commit()
    known = [
        {"slug": "double-prelevement", "label": "Sans le lien", "stages": SLUG},
        {"slug": "avec-le-lien", "label": "Avec le lien", "stages": f"{SLUG}/banque"},
    ]
    shelf = Shelf(now)
    shelf.put(variants=known, variant="Sans le lien")
    shelf.put(
        "avec-le-lien", variants=known, variant="Avec le lien", title="Avec le lien", aliases=["zouave"]
    )
    shelf.index()


def test_an_article_for_another_stage_leads_to_the_one_for_theirs(client, people, situations, school, now):
    # Seed list, item 24: article variants by the requester’s stage.
    browser = signed_in(client, people.treasurer)
    before = browser.get(ARTICLE).text
    did(school, "lien", at=now)

    page = browser.get(ARTICLE).text
    stranger = signed_in(client, people.stranger).get(ARTICLE).text

    assert "lisez plutôt" not in before
    assert "Pour Coopérative tilleuls, lisez plutôt" in page
    assert "lisez plutôt" not in stranger


def test_search_gives_the_answer_for_the_stage_of_their_organisation(
    app, client, people, situations, school, now
):
    treasurer, supervisor = signed_in(client, people.treasurer), app.test_client()
    signed_in(supervisor, people.supervisor)
    speaks_for(people.supervisor, school)

    def first(browser) -> str:
        return browser.get("/recherche.json?q=double+débit").json["results"][0]["slug"]

    assert first(treasurer) == "double-prelevement"
    did(school, "lien", at=now)
    assert first(treasurer) == "avec-le-lien"
    assert first(app.test_client()) == "double-prelevement"
    assert first(supervisor) == "double-prelevement", "who helps others sees every answer"


def test_search_knows_the_stage_behind_a_private_link(client, situations, now):
    school = a_school("lavoir")
    did(school, "lien", at=now)
    want_reminders(_choice(clock.now(), Wanted(place="banque")), now=clock.now())
    mail_reminders(now=clock.now())
    client.get(re.search(r"/activation/lien/\S+", outgoing()[-1].text)[0])

    results = client.get("/recherche.json?q=double+débit").json["results"]

    assert [each["slug"] for each in results] == ["avec-le-lien"]
    assert results[0]["variant"] == "Avec le lien"
