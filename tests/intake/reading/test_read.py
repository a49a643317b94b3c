"""Reading of whole mails."""

from helpdesk.intake.reading import Reader, read_mail


def test_an_ordinary_mail_is_read():
    raw = b"From: Camille <Camille@Example.org>\nSubject: Rejet\nMessage-ID: <1@example.org>\n\nBonjour\n"

    with Reader() as reader:
        mail = reader.read(raw)

    assert (mail.from_address, mail.from_name) == ("camille@example.org", "Camille")
    assert (mail.subject, mail.message_id, mail.text) == ("Rejet", "<1@example.org>", "Bonjour\n")


def test_a_footer_below_encoded_text_begins_a_line_of_its_own():
    raw = (
        b"From: a@example.org\nContent-Transfer-Encoding: base64\n\nQm9uam91cg==\n-- \nListe des tresoriers\n"
    )

    mail = read_mail(raw)

    assert mail.text == "Bonjour\n-- \nListe des tresoriers\n"
    assert mail.visible.strip() == "Bonjour"
