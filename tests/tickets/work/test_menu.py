"""The menu of the desk, English numbers, and what works without scripts."""

from helpdesk.faq.readers.rules import stored
from tests.faq.conftest import Shelf
from tests.people import signed_in
from tests.tickets.work.desk_pages import opened


def test_the_menu_shows_what_one_may_open(at_work, people):
    agent = at_work.get("/bureau/").text
    supervisor = signed_in(at_work, people.supervisor).get("/bureau/").text
    editor = signed_in(at_work, people.editor).get("/bureau/organisations/").text

    assert "Règles d’aiguillage" not in agent
    assert "Règles d’aiguillage" in supervisor
    assert "À traiter" not in editor


def test_a_page_in_english_has_english_numbers(at_work):
    opened()

    assert at_work.get("/en/bureau/").status_code == 200


def test_a_dossier_without_script_offers_articles_on_a_page(at_work):
    ticket = opened()

    page = at_work.get(f"/bureau/dossiers/{ticket.reference}/articles")

    assert page.status_code == 200
    assert "Articles proches" in page.text


def test_only_articles_for_everybody_may_be_put_into_an_answer(at_work, now):
    ticket, shelf = opened(subject="Double débit"), Shelf(now)
    shelf.put()
    shelf.put("interne", title="Double débit, en interne", readers=stored(["role:agent"]))
    shelf.index()
    here = f"/bureau/dossiers/{ticket.reference}"

    page = at_work.get(f"{here}/articles").text

    assert "Double débit, en interne" in page
    assert "inserer=double-prelevement" in page
    assert "inserer=interne" not in page
    assert "/faq/double-prelevement" in at_work.get(f"{here}?inserer=double-prelevement").text
    assert at_work.get(f"{here}?inserer=interne").status_code == 404
