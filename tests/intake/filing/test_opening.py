"""A mail from somebody new opens a dossier, as the form does."""

from sqlalchemy import select

from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.intake.rules import State, Why
from helpdesk.organisations.models import OrganisationContact
from helpdesk.organisations.rules import ContactFunction
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.rules import Channel, EntryKind, EventKind, Status
from tests.builders import an_organisation, last_mail, lines_of, outgoing
from tests.intake.mails import a_mail

PDF = b"%PDF-1.4 " + b"x" * 100


def the_ticket():
    return db.session.scalars(select(Ticket).execution_options(populate_existing=True)).one()


def events(ticket, kind):
    return [line.event for line in lines_of(ticket) if line.event and line.event["kind"] == kind]


def test_a_mail_opens_a_dossier_that_is_routed_judged_and_acknowledged_once(take):
    row = take(a_mail(message_id="<first@membre.example.org>"))

    ticket = the_ticket()
    assert (row.state, row.why, row.ticket_id) == (State.FILED, Why.OPENED, ticket.id)
    assert (ticket.channel, ticket.status, ticket.requester_email, ticket.requester_name) == (
        Channel.MAIL,
        Status.NEW,
        "melanie.membre@example.org",
        "Mélanie Membre",
    )
    assert ticket.subject == "Deux prélèvements en novembre"
    assert ticket.severity is Severity.S3
    assert ticket.first_answer_due_at is not None
    (letter,) = [mail for mail in outgoing() if mail.to_address == ticket.requester_email]
    assert letter.event == "tickets/received"
    assert letter.auto_reply
    assert letter.in_reply_to == "<first@membre.example.org>"
    complaint = lines_of(ticket)[0]
    assert (complaint.kind, complaint.mail_id) == (EntryKind.COMPLAINT, row.id)
    assert row.entry_id == complaint.id


def test_what_was_guessed_is_said_in_the_history(take):
    take(a_mail("J’ai été prélevée deux fois.", subject="Double prélèvement"))

    ticket = the_ticket()
    assert (ticket.category, ticket.subcategory) == ("prelevement", "double-debit")
    (guess,) = events(ticket, EventKind.GUESSED)
    assert "double prelevement" in guess["words"]
    assert not any(
        line.is_public for line in lines_of(ticket) if line.event and line.event["kind"] == "guessed"
    )


def test_the_organisation_is_that_of_the_senders_mailbox(take, now):
    organisation = an_organisation(now, "Union de l’Exemple")
    db.session.add(
        OrganisationContact(
            organisation_id=organisation.id,
            function=ContactFunction.TREASURER,
            email="melanie.membre@example.org",
        )
    )
    db.session.commit()

    take(a_mail())

    ticket = the_ticket()
    assert ticket.organisation_id == organisation.id
    assert events(ticket, EventKind.GUESSED)[0]["organisation"] == "Union de l’Exemple"


def test_an_account_number_is_stored_nowhere_but_in_the_raw_mail(take):
    iban = "FR76 3000 6000 0112 3456 7890 189"
    row = take(a_mail(f"Mon compte : {iban}", subject=f"IBAN {iban}", html=f"<p>Mon compte : {iban}</p>"))

    ticket = the_ticket()
    stored = " ".join([ticket.subject, lines_of(ticket)[0].body, row.subject, row.visible, row.html or ""])
    assert "3456" not in stored
    assert "FR76 •••• 0189" in row.visible


def test_quoted_history_is_one_click_away_and_not_in_the_message(take):
    text = (
        "Voici ma réponse.\n\nLe 3 nov. 2026 à 10:00, Aide <aide@example.org> a écrit :\n> Bonjour\n> Merci\n"
    )
    row = take(a_mail(text))

    line = lines_of(the_ticket())[0]
    assert "Voici ma réponse." in line.body
    assert "> Bonjour" not in line.body
    assert "> Bonjour" in line.hidden
    assert row.hidden == line.hidden


def test_files_are_taken_as_from_the_form_and_refused_ones_are_named(take):
    take(
        a_mail(
            files=(
                ("relevé.pdf", "application/pdf", PDF),
                ("virus.exe", "application/octet-stream", b"MZ"),
                ("faux.pdf", "application/pdf", b"not a pdf"),
                ("réunion.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
            )
        )
    )

    ticket = the_ticket()
    names = set(db.session.scalars(select(Attachment.name)))
    assert names == {"relevé.pdf", "réunion.ics"}
    (refused,) = events(ticket, EventKind.FILES_REFUSED)
    assert refused["names"] == ["virus.exe", "faux.pdf"]
    letter = next(mail for mail in outgoing() if mail.event == "tickets/received")
    assert "virus.exe" in letter.text
    assert "http://localhost/suivi/" in letter.text


def test_the_same_mail_to_two_of_our_mailboxes_opens_one_dossier(take, app, now):
    mail = a_mail()
    first = take(mail, envelope_to="aide@example.org")
    assert take(mail).id == first.id

    assert the_ticket().id == first.ticket_id


def test_an_english_mail_is_answered_in_english(take):
    take(
        a_mail(
            "Hello, I have been charged twice for my dues. Please help, this is not right.", subject="Help"
        )
    )

    assert the_ticket().lang == "en"


def test_a_mail_without_subject_is_known_by_its_first_line(take):
    take(a_mail("\nMa carte ne marche plus.\nMerci.", subject=""))

    assert the_ticket().subject == "Ma carte ne marche plus."


def test_a_shower_of_mails_from_one_sender_stops_opening_dossiers(take, app):
    rows = [take(a_mail(f"Message {number}")) for number in range(12)]

    assert [row.why for row in rows].count(Why.OPENED) == 10
    assert {row.state for row in rows[10:]} == {State.TO_CHECK}
    assert rows[11].why is Why.TOO_MANY
    assert len([mail for mail in outgoing() if mail.event == "tickets/received"]) == 10


NOTICE = ("avis.pdf", "application/pdf", b"%PDF-1.7\n" + b"x" * 500)


def test_a_mail_that_is_too_large_opens_a_dossier_without_pieces_of_its_files(take):
    row = take(a_mail("Voici mon avis", files=(NOTICE,)), is_cut=True, size=30_000_000)

    ticket = db.session.get_one(Ticket, row.ticket_id)
    assert (row.state, row.files) == (State.FILED, [])
    assert "30 Mo" in row.detail.replace("\u00a0", " ").replace("\u202f", " ")
    assert db.session.scalars(select(Attachment)).all() == []
    assert [each["names"] for each in events(ticket, EventKind.FILES_REFUSED)] == [["avis.pdf"]]
    acknowledgement = last_mail("tickets/received")
    assert "avis.pdf" in acknowledgement.text
    assert "par le lien ci-dessous" in acknowledgement.text


def test_two_mails_under_one_message_id_say_so(take):
    first = take(a_mail("Une question", message_id="<one@example.org>"))
    second = take(a_mail("Une autre question", message_id="<one@example.org>"))

    assert (first.state, second.state) == (State.FILED, State.FILED)
    assert first.detail == ""
    assert "Message-ID" in second.detail
