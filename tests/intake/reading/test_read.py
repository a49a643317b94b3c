"""Reading of whole mails."""

from helpdesk.intake.reading import Reader


def test_an_ordinary_mail_is_read():
    raw = b"From: Camille <Camille@Example.org>\nSubject: Rejet\nMessage-ID: <1@example.org>\n\nBonjour\n"

    with Reader() as reader:
        mail = reader.read(raw)

    assert (mail.from_address, mail.from_name) == ("camille@example.org", "Camille")
    assert (mail.subject, mail.message_id, mail.text) == ("Rejet", "<1@example.org>", "Bonjour\n")
