"""« En faire une fiche » : for those who answer and write, with everything personal taken out and said."""

from datetime import datetime

from flask.testing import FlaskClient

from helpdesk.accounts.rules import Role
from helpdesk.core import clock
from helpdesk.tickets.work.replies import Draft, send
from tests.builders import a_desk, a_rule, a_ticket, as_seen
from tests.people import Cast, a_person, signed_in


def test_an_answer_becomes_a_draft_without_anybody_in_it(client: FlaskClient, people: Cast, now: datetime):
    both = a_person("Berthe Bilingue", Role.AGENT, Role.EDITOR, now=now)
    a_rule(a_desk("accueil", people.agent, both), position=1)
    ticket = a_ticket(clock.now(), subject="Mélanie Membre prélevée deux fois")
    reply = "Bonjour Madame Membre, nous vous rendons 12,50 € ; écrivez à aide@example.org."
    send(as_seen(ticket, people.agent), Draft(body=reply), now=clock.now())
    browser = signed_in(client, both)

    assert (
        f"/bureau/dossiers/{ticket.reference}/fiche"
        in browser.get(f"/bureau/dossiers/{ticket.reference}").text
    )
    page = browser.get(f"/bureau/dossiers/{ticket.reference}/fiche").text

    shown = page.split("<textarea")[1].split("</textarea>")[0]
    assert "Bonjour [nom], nous vous rendons [montant] ; écrivez à [adresse e-mail]." in shown
    assert 'value="[nom] [nom] prélevée deux fois"' in page
    for taken in ("12,50 €", "aide@example.org", "Madame Membre"):
        assert taken in page.split('id="retire"')[1].split("</section>")[0]


def test_who_only_answers_or_only_writes_has_no_such_page(client: FlaskClient, people: Cast):
    a_rule(a_desk("accueil", people.agent), position=1)
    ticket = a_ticket(clock.now())

    for viewer in (people.agent, people.editor, people.stranger):
        browser = signed_in(client, viewer)
        assert browser.get(f"/bureau/dossiers/{ticket.reference}/fiche").status_code == 404
    assert "/fiche" not in signed_in(client, people.agent).get(f"/bureau/dossiers/{ticket.reference}").text
