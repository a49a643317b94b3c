"""The agents' pages of mail that came in: who sees what, and what they may decide."""

import pytest
from sqlalchemy import delete, func, select

from helpdesk.db import db
from helpdesk.intake.models import IncomingMail, RawMail
from helpdesk.intake.rules import State, Why
from helpdesk.intake.upkeep import forget_old
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.rules import EntryKind
from tests.builders import a_ticket, lines_of, outgoing
from tests.intake.mails import a_mail
from tests.people import signed_in

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000
STRANGER = "Sylvain Inconnu <sylvain@elsewhere.example.net>"


@pytest.fixture
def agent(client, people):
    return signed_in(client, people.agent)


@pytest.fixture
def ticket(take, now):
    return a_ticket(now)


@pytest.fixture
def held(take, ticket, now):
    """A stranger's mail with the member's address to answer to."""
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, ticket.requester_email, now=now)
    to = reply_address(thread, ticket.requester_email)
    return take(
        a_mail(
            "C’est moi, depuis une autre boîte", sender=STRANGER, to=to, files=(("a.png", "image/png", PNG),)
        )
    )


def again(row):
    db.session.rollback()
    return db.session.scalars(
        select(IncomingMail).where(IncomingMail.id == row.id).execution_options(populate_existing=True)
    ).one()


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


def test_a_held_mail_becomes_the_members_message_once_an_agent_says_so(agent, held, ticket):
    done = agent.post(
        f"/bureau/courrier-recu/{held.id}/rattacher",
        data={"reference": ticket.reference.lower(), "kind": "member"},
    )

    assert done.status_code == 302
    row = again(held)
    assert (row.state, row.why, row.ticket_id) == (State.FILED, Why.BY_HAND, ticket.id)
    messages = [line for line in lines_of(ticket) if line.kind is EntryKind.MESSAGE]
    assert ["autre boîte" in line.body for line in messages] == [True]
    assert db.session.scalar(select(Attachment.name)) == "a.png"


def test_a_held_mail_becomes_a_note_that_the_member_does_not_see(agent, held, ticket):
    agent.post(
        f"/bureau/courrier-recu/{held.id}/rattacher", data={"reference": ticket.reference, "kind": "note"}
    )

    (note,) = [line for line in lines_of(ticket) if line.kind is EntryKind.NOTE]
    assert "sylvain@elsewhere.example.net" in note.body
    assert not note.is_public


def test_a_held_mail_opens_a_dossier_of_its_own(agent, held, ticket):
    done = agent.post(f"/bureau/courrier-recu/{held.id}/ouvrir")

    row = again(held)
    opened = db.session.get(Ticket, row.ticket_id)
    assert opened.id != ticket.id
    assert done.location.endswith(opened.reference)
    assert opened.requester_email == "sylvain@elsewhere.example.net"


def test_a_mail_decided_twice_is_decided_once(agent, held, ticket):
    agent.post(f"/bureau/courrier-recu/{held.id}/ouvrir")

    assert agent.post(f"/bureau/courrier-recu/{held.id}/ouvrir").status_code == 409
    assert len(db.session.scalars(select(Ticket)).all()) == 2


def test_a_held_mail_is_ignored_and_stays_where_it_can_be_found(agent, held):
    agent.post(f"/bureau/courrier-recu/{held.id}/ignorer")

    assert again(held).state is State.IGNORED
    assert "Sylvain" in agent.get("/bureau/courrier-recu/?etat=ignored").text


def test_an_unknown_reference_is_said_beside_the_form(agent, held):
    done = agent.post(
        f"/bureau/courrier-recu/{held.id}/rattacher", data={"reference": "K7Q-482", "kind": "note"}
    )

    assert done.status_code == 422
    assert "Aucun dossier ne porte cette référence" in done.text


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


def test_a_colleague_confirms_by_the_link_in_their_mailbox(client, take, ticket, people, now):
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, people.agent.email, now=now)
    row = take(
        a_mail("Nous avons corrigé.", sender=people.agent.email, to=reply_address(thread, people.agent.email))
    )
    letter = next(mail for mail in outgoing() if mail.event == "intake/confirm")
    address = next(line for line in letter.text.splitlines() if "/courrier/confirmer/" in line).strip()
    path = address.removeprefix("http://localhost")

    assert "Nous avons corrigé" in client.get(path).text
    assert again(row).state is State.TO_CHECK
    assert client.post(path).status_code == 200

    assert (again(row).state, again(row).why) == (State.FILED, Why.STAFF_WROTE)
    (reply,) = [line for line in lines_of(ticket) if line.kind is EntryKind.REPLY]
    assert reply.author_id == people.agent.id
    assert client.post(path).status_code == 404
    assert client.get("/courrier/confirmer/" + "x" * 43).status_code == 404


def test_raw_bytes_are_forgotten_in_time_and_the_words_stay(agent, take, held, now, app):
    filed = take(a_mail("Bonjour à tous"))
    later = now.replace(year=2027, month=6)

    assert forget_old(now=later) == 1

    page = agent.get(f"/bureau/courrier-recu/{filed.id}")
    assert "Bonjour à tous" in page.text
    assert "L’original a été effacé" in page.text
    assert agent.get(f"/bureau/courrier-recu/{filed.id}/brut").status_code == 404
    # Nobody has decided about this one yet: its bytes are the only copy of its files.
    assert agent.get(f"/bureau/courrier-recu/{held.id}/brut").status_code == 200


def test_a_guess_is_shown_until_somebody_checks_it(agent, take):
    row = take(a_mail(subject="Double prélèvement"))
    ticket = db.session.get(Ticket, row.ticket_id)
    address = f"/bureau/dossiers/{ticket.reference}"
    assert "Deviné d’après le courriel, à vérifier" in agent.get(address).text
    assert "C’est juste" in agent.get(address).text

    agent.post(f"/bureau/courrier-recu/{row.id}/verifie")

    assert "C’est juste" not in agent.get(address).text


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


def test_a_mail_that_asked_for_nothing_is_forgotten_whole(take, now):
    machine = take(a_mail("Je suis absent.", Auto_Submitted="auto-replied"))
    assert (machine.state, machine.ticket_id) == (State.SILENT, None)
    mails = select(func.count()).select_from(IncomingMail)
    before = db.session.scalar(mails)

    forget_old(now=now.replace(year=2027, month=6))

    assert (before, db.session.scalar(mails)) == (1, 0)


def test_a_mail_goes_with_its_dossier_and_becomes_nobody_elses_to_read(take):
    mail = take(a_mail("Bonjour"))
    assert mail.ticket_id is not None

    db.session.execute(delete(Ticket).where(Ticket.id == mail.ticket_id))
    db.session.commit()

    assert db.session.scalar(select(func.count()).select_from(IncomingMail)) == 0


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
