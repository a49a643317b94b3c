"""The numbers that IMAP servers give mails: no mail is lost by trusting them too much."""

from sqlalchemy import func, select

from helpdesk.db import db
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.storing import Delivery, Folder, keep_fetched, known_uids, mailbox_row
from tests.intake.mails import a_mail

NAME = "aide@imap.example.org/INBOX"


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(IncomingMail)) or 0


def test_without_uidvalidity_a_number_says_nothing(app, now):
    folder = Folder(mailbox_row(NAME).id, NAME, 0)
    keep_fetched([Delivery(raw=a_mail("Le premier"), uid=1)], folder, now=now)

    assert known_uids(folder, [1]) == set()
    assert keep_fetched([Delivery(raw=a_mail("Un autre"), uid=1)], folder, now=now) == 0
    assert how_many() == 2


def test_two_mails_under_one_number_are_both_kept_and_a_double_is_not(app, now):
    folder = Folder(mailbox_row(NAME).id, NAME, 7)
    first, second = a_mail("Le premier"), a_mail("Un autre")
    keep_fetched([Delivery(raw=first, uid=1)], folder, now=now)

    assert keep_fetched([Delivery(raw=second, uid=1)], folder, now=now) == 0
    assert keep_fetched([Delivery(raw=second, uid=1)], folder, now=now) == 1
    assert how_many() == 2
