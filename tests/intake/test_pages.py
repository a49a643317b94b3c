"""The agents' pages of mail that came in: what they show, to whom, and who looked."""

import pytest

from helpdesk.db import db
from helpdesk.intake.models import RawMail
from helpdesk.intake.rules import State
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from helpdesk.tickets.models import Ticket
from tests.builders import a_ticket, outgoing
from tests.intake.mails import PNG, a_mail
from tests.people import signed_in


def test_what_waits_is_listed_first_and_shown_with_its_reason(agent, held, ticket):
    page = agent.get("/bureau/courrier-recu/").text
    assert "Sylvain Inconnu" in page
    assert ticket.reference in page

    page = agent.get(f"/bureau/courrier-recu/{held.id}").text
    assert "Expéditeur à vérifier" in page
    assert "depuis une autre boîte" in page
    assert "Courriel d’origine" not in agent.get(f"/bureau/dossiers/{ticket.reference}").text
    assert "Un courriel attend d’être vérifié" in agent.get(f"/bureau/dossiers/{ticket.reference}").text


@pytest.mark.parametrize("state", list(State))
def test_every_tab_opens(agent, held, state):
    assert agent.get(f"/bureau/courrier-recu/?etat={state}").status_code == 200


def test_the_original_can_do_nothing_and_loads_nothing_from_elsewhere(agent, take):
    html = (
        "<p>Bonjour</p><script>alert(1)</script><img src='https://evil.example.net/x.png'>"
        "<form action='https://evil.example.net'><input name=a></form>"
    )
    row = take(a_mail("Bonjour", html=html))

    page = agent.get(f"/bureau/courrier-recu/{row.id}/original")

    assert "Bonjour" in page.text
    for gone in ("script>alert", "evil.example.net", "<form"):
        assert gone not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy


def test_the_raw_mail_is_a_download_that_no_browser_opens(agent, held):
    done = agent.get(f"/bureau/courrier-recu/{held.id}/brut")

    assert done.headers["Content-Disposition"].startswith("attachment")
    assert done.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in done.headers["Content-Security-Policy"]
    assert done.data == db.session.get(RawMail, held.id).content


def test_a_picture_is_shown_and_anything_else_is_saved(agent, take):
    row = take(a_mail(files=(("a.png", "image/png", PNG), ("b.html", "text/html", b"<script>1</script>"))))

    picture = agent.get(f"/bureau/courrier-recu/{row.id}/pieces/0")
    other = agent.get(f"/bureau/courrier-recu/{row.id}/pieces/1")

    assert (picture.mimetype, picture.headers["Content-Disposition"].partition(";")[0]) == (
        "image/png",
        "inline",
    )
    assert (other.mimetype, other.headers["Content-Disposition"].partition(";")[0]) == (
        "application/octet-stream",
        "attachment",
    )
    assert agent.get(f"/bureau/courrier-recu/{row.id}/pieces/2").status_code == 404


def test_the_mail_of_a_discreet_dossier_is_seen_by_those_who_answer_for_it(client, take, people, now):
    ticket = a_ticket(now, confidential=True)
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, ticket.requester_email, now=now)
    row = take(a_mail("Secret", to=reply_address(thread, ticket.requester_email)))

    for viewer, status in (
        (people.agent, 200),
        (people.supervisor, 200),
        (people.colleague, 404),
        (people.sysadmin, 404),
    ):
        signed_in(client, viewer)
        assert client.get(f"/bureau/courrier-recu/{row.id}").status_code == status
        assert client.get(f"/bureau/courrier-recu/{row.id}/brut").status_code == status
        assert ("Deux prélèvements" in client.get("/bureau/courrier-recu/?etat=filed").text) is (
            status == 200
        )


def test_the_operator_sees_what_belongs_to_no_dossier_and_files_nothing(client, take, people):
    row = take(b"\x00\xff noise")
    signed_in(client, people.sysadmin)

    assert client.get(f"/bureau/courrier-recu/{row.id}").status_code == 200
    assert client.post(f"/bureau/courrier-recu/{row.id}/ouvrir").status_code == 404
    assert client.post(f"/bureau/courrier-recu/{row.id}/relire").status_code == 302


def test_what_a_mail_quotes_is_folded_for_agents_and_members(agent, take, app):
    text = "Merci.\n\nLe 3 nov. 2026 à 10:00, Aide <aide@example.org> a écrit :\n> Ancien texte\n"
    row = take(a_mail(text))
    ticket = db.session.get(Ticket, row.ticket_id)
    letter = next(mail for mail in outgoing() if mail.event == "tickets/received")
    link = next(line for line in letter.text.splitlines() if "/suivi/" in line).strip()

    for page in (
        agent.get(f"/bureau/dossiers/{ticket.reference}").text,
        agent.get(link.removeprefix("http://localhost"), follow_redirects=True).text,
    ):
        before, _open, after = page.partition("Texte cité et signature")
        assert "Ancien texte" in after
        assert "Ancien texte" not in before.rpartition("Merci.")[2]


def test_the_page_tells_who_opened_a_mail_that_no_dossier_guards(client, held, people):
    other = signed_in(client, people.supervisor)
    other.get(f"/bureau/courrier-recu/{held.id}/brut")
    other.get(f"/bureau/courrier-recu/{held.id}/pieces/0")
    other.get(f"/bureau/courrier-recu/{held.id}/pieces/0")

    page = signed_in(client, people.agent).get(f"/bureau/courrier-recu/{held.id}").text

    told = page[page.index("Qui a ouvert ce courriel") :]
    assert [told.count(each) for each in ("original téléchargé", "fichier ouvert", "page ouverte")] == [
        1,
        1,
        1,
    ]
    assert told.count(people.supervisor.name) == 2
    assert people.agent.name in told


def test_a_mail_that_is_in_a_dossier_is_not_counted_by_its_page(agent, take, ticket):
    row = take(a_mail("Une suite", subject=f"[Dossier {ticket.reference}]"))

    page = agent.get(f"/bureau/courrier-recu/{row.id}")

    assert row.state is State.FILED
    assert "Qui a ouvert ce courriel" not in page.text
    agent.get(f"/bureau/courrier-recu/{row.id}/brut")
    assert "original téléchargé" in agent.get(f"/bureau/courrier-recu/{row.id}").text
