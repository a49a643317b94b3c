"""A signed-in treasurer reads on an article what it means for their organisation; nobody else does."""

import pytest

from helpdesk.db import db
from helpdesk.faq.models import STATE_ID, ContentState
from tests.activation.conftest import a_journey, a_school, a_step, did, load, speaks_for
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


def test_an_article_for_another_situation_leads_to_the_one_for_theirs(client, people, journey, now, school):
    # Seed list, item 24: article variants by the requester’s stage.
    steps = [a_step("lien", article="validation-inachevee"), a_step("banque")]
    load(a_journey(*steps), now=now)
    db.session.delete(db.session.get(ContentState, STATE_ID))
    db.session.commit()
    situations = [
        {"slug": "double-prelevement", "label": "Syndicats"},
        {"slug": "validation-inachevee", "label": "Écoles"},
    ]
    Shelf(now).put(variants=situations)

    page = signed_in(client, people.treasurer).get(ARTICLE).text
    stranger = signed_in(client, people.stranger).get(ARTICLE).text

    assert "Pour votre organisation, lisez plutôt" in page
    assert "Pour votre organisation" not in stranger
