"""What mails said is forgotten in time; what threads need of them stays."""

from datetime import timedelta

import pytest

from helpdesk.outbox.leases import list_references
from helpdesk.outbox.rules import State
from helpdesk.outbox.upkeep import forget_sent

DAYS = timedelta(days=91)
THREAD = "ticket:K7Q-482"


@pytest.mark.parametrize("state", [State.SENT, State.DISCARDED, State.EXPIRED])
def test_the_words_of_an_old_mail_go_and_its_message_id_stays(a_mail, reload, now, state):
    mail_id = a_mail(thread=THREAD, state=state, created_at=now - DAYS, inserts=["Bonjour"])

    assert forget_sent(now=now) == 1
    assert forget_sent(now=now) == 0

    mail = reload(mail_id)
    assert (mail.text, mail.markdown, mail.inserts) == ("", "", [])
    assert (mail.message_id, mail.thread, mail.to_address) == (
        "<1@example.org>",
        THREAD,
        "jeanne@example.org",
    )


def test_a_mail_of_no_thread_goes_whole(a_mail, reload, now):
    mail_id = a_mail(state=State.SENT, created_at=now - DAYS)

    assert forget_sent(now=now) == 1

    assert reload(mail_id) is None


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.SENDING, State.DEAD])
def test_what_somebody_may_still_want_to_send_stays(a_mail, reload, now, state):
    mail_id = a_mail(state=state, created_at=now - 5 * DAYS)

    assert forget_sent(now=now) == 0

    assert reload(mail_id).text == "Bonjour 1\n"


def test_a_mail_that_may_come_back_yet_stays(a_mail, reload, now):
    mail_id = a_mail(state=State.SENT, created_at=now - timedelta(days=89))

    assert forget_sent(now=now) == 0

    assert reload(mail_id).text


def test_later_mails_still_name_one_that_is_forgotten(a_mail, reload, now):
    a_mail(thread=THREAD, state=State.SENT, created_at=now - DAYS)
    later = a_mail(thread=THREAD)

    forget_sent(now=now)

    assert list_references(reload(later)) == ["<1@example.org>"]
