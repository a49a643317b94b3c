"""What a mail is known by."""

from helpdesk.intake.raw import marks_of
from tests.intake.mails import a_mail

MAIL = a_mail(message_id="<One@m.example.org>")


def marks(raw, mailbox="aide"):
    return marks_of(raw, mailbox=mailbox)


def test_what_servers_add_on_the_way_does_not_make_another_mail():
    way = b"Return-Path: <a@b>\r\nReceived: from x\r\n\tby y;\r\n z\r\nDelivered-To: c@d\nX-Spam: no\n"

    assert marks(way + MAIL) == marks(MAIL)
    assert marks(MAIL.replace(b"\n", b"\r\n")) == marks(MAIL)


def test_other_words_under_the_same_message_id_are_another_content():
    other = marks(MAIL.replace(b"5 novembre", b"6 novembre"))

    assert (other.key, other.content == marks(MAIL).content) == (marks(MAIL).key, False)


def test_a_message_id_is_found_however_it_is_written():
    folded = MAIL.replace(b"Message-ID: <One@m.example.org>", b"message-id:\n\t<One@m.example.org> ")

    assert marks(folded).key == marks(MAIL).key


def test_a_mail_without_message_id_is_known_by_its_content():
    without = MAIL.replace(b"Message-ID: <One@m.example.org>\n", b"")

    assert marks(without).key == marks(b"Received: elsewhere\n" + without).key
    assert marks(without).key != marks(without + b"!").key


def test_each_mailbox_has_its_own_mails():
    assert marks(MAIL).key != marks(MAIL, mailbox="other").key
    assert marks(MAIL).content == marks(MAIL, mailbox="other").content


def test_nothing_that_is_no_mail_makes_it_fail():
    for raw in (b"", b"\n\n", b"\xff" * 300_000, b" \t\n" * 1000, b"Message-ID"):
        assert len(marks(raw).key) == 64
