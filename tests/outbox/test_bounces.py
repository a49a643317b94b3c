"""What comes back about a mail: the mail says why it did not arrive, and its address is left alone in time."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db
from helpdesk.outbox.bounces import Bounce, bounce_token_in, record_bounce, record_complaint
from helpdesk.outbox.delivery import deliver_due
from helpdesk.outbox.identity import LOOP_HEADER, instance_id
from helpdesk.outbox.models import MailBounce, OutgoingMail
from helpdesk.outbox.rules import Reason, State
from helpdesk.outbox.service import retry_mail
from helpdesk.outbox.suppression import find_suppression, lift_suppression, list_suppressions

DAY = timedelta(days=1)
TO = "jeanne@example.org"


@pytest.fixture
def returning(app, setting):
    """An installation that failure notices come back to, at retour@example.org."""
    setting(mail_bounce_address="retour@example.org")


@pytest.fixture
def sent(a_mail, now):
    """Put a mail that was sent into the outbox; return its id."""
    count = iter(range(100))

    def put(**what_matters):
        token = f"token{next(count)}"
        return a_mail(**{"state": State.SENT, "sent_at": now, "bounce_token": token} | what_matters)

    return put


def hard(**which):
    return Bounce(permanent=True, status="5.1.1", text="550 5.1.1 no such user", **which)


def test_a_failure_notice_comes_back_to_the_address_of_its_mail(returning, server, a_mail, now):
    a_mail(bounce_token="abc234")

    deliver_due(now=now, worker="w1")

    sender = server.senders[-1]
    assert sender == "retour+abc234@example.org"
    assert bounce_token_in(sender.upper()) == "abc234"


def test_an_acknowledgement_leaves_with_the_null_sender(returning, server, a_mail, now):
    a_mail(bounce_token="abc234", auto_reply=True, in_reply_to="<hers@example.net>")

    deliver_due(now=now, worker="w1")

    message = message_from_bytes(server.taken[-1][1], policy=default)
    assert server.senders[-1] == "<>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == message["References"] == "<hers@example.net>"
    assert message[LOOP_HEADER] == instance_id()
    assert message["X-Auto-Response-Suppress"] == "All"


def test_a_dead_address_marks_the_mail_and_is_written_to_no_more(returning, sent, reload, now):
    mail_id = sent()

    found = record_bounce(hard(token="TOKEN0"), now=now)

    mail = reload(mail_id)
    assert found.id == mail_id
    assert (mail.state, mail.reason, mail.bounced_at) == (State.DEAD, Reason.UNKNOWN_ADDRESS, now)
    assert mail.last_error == "550 5.1.1 no such user"
    assert find_suppression("Jeanne@Example.org", now=now + 400 * DAY).text == "550 5.1.1 no such user"


def test_the_same_notice_twice_counts_once(returning, sent, now):
    sent()
    soft = Bounce(permanent=False, status="4.2.2", token="token0")

    for _ in range(9):
        record_bounce(soft, now=now)

    assert find_suppression(TO, now=now) is None
    assert len(db.session.scalars(select(MailBounce)).all()) == 1


def test_passing_trouble_adds_up_and_fades(returning, sent, reload, now):
    last = [sent() for _ in range(9)][-1]

    for number in range(4):
        record_bounce(
            Bounce(permanent=False, status="4.2.2", token=f"token{number}"), now=now + number * 14 * DAY
        )
    assert find_suppression(TO, now=now + 42 * DAY) is None
    for number in range(4, 8):
        record_bounce(Bounce(permanent=False, status="4.2.2", token=f"token{number}"), now=now + 42 * DAY)

    assert find_suppression(TO, now=now + 43 * DAY)
    assert find_suppression(TO, now=now + 73 * DAY) is None
    assert reload(last).state is State.SENT


def test_a_notice_without_the_return_address_weighs_half(returning, sent, reload, now):
    first, second = sent(message_id="<a@example.org>"), sent(message_id="<b@example.org>")

    record_bounce(hard(message_id="<a@example.org>"), now=now)
    assert reload(first).state is State.DEAD
    assert find_suppression(TO, now=now) is None
    record_bounce(hard(message_id="<b@example.org>"), now=now)

    assert reload(second).state is State.DEAD
    assert find_suppression(TO, now=now)


def test_a_made_up_return_address_proves_nothing(returning, sent, reload, now):
    mail_id = sent(message_id="<a@example.org>")

    record_bounce(hard(token="madeup", message_id="<a@example.org>"), now=now)

    assert reload(mail_id).state is State.DEAD
    assert find_suppression(TO, now=now) is None


def test_without_a_return_address_the_message_id_is_enough(app, sent, now):
    sent(message_id="<a@example.org>")

    record_bounce(hard(message_id=" <a@example.org> "), now=now)

    assert find_suppression(TO, now=now)


@pytest.mark.parametrize("which", [{"token": "other"}, {"message_id": "<x@example.org>"}, {}])
def test_a_notice_about_a_mail_that_is_not_ours_changes_nothing(returning, sent, now, which):
    sent()

    assert record_bounce(hard(**which), now=now) is None

    assert list_suppressions(now=now, limit=10) == []


def test_a_notice_about_a_mail_of_last_year_changes_nothing(returning, sent, now):
    sent()

    assert record_bounce(hard(token="token0"), now=now + 61 * DAY) is None


def test_a_mail_that_somebody_gave_up_stays_given_up(returning, sent, reload, now):
    mail_id = sent(state=State.DISCARDED)

    record_bounce(hard(token="token0"), now=now)

    assert reload(mail_id).state is State.DISCARDED


def test_who_complains_gets_nothing_more(returning, sent, reload, now):
    mail_id = sent()

    record_complaint(token="token0", now=now)

    assert find_suppression(TO, now=now + 400 * DAY)
    assert reload(mail_id).state is State.SENT
    assert record_complaint(token="nothing", now=now) is None


def test_an_address_is_written_to_again_once_somebody_says_why(returning, sent, now):
    sent()
    record_bounce(hard(token="token0"), now=now)
    (row,) = list_suppressions(now=now, limit=10)

    with pytest.raises(Refused):
        lift_suppression(row.id, by="Marc", because="  ", now=now)
    lifted = lift_suppression(row.id, by="Marc", because="Adresse corrigée", now=now)

    assert find_suppression(TO, now=now) is None
    assert (lifted.lifted_by, lifted.lifted_because, lifted.score) == ("Marc", "Adresse corrigée", 0)
    with pytest.raises(NotFound):
        lift_suppression(row.id, by="Marc", because="Encore", now=now)


def test_nothing_about_it_names_anybody_in_the_log(returning, sent, now, caplog):
    sent()

    with caplog.at_level("INFO"):
        record_bounce(hard(token="token0"), now=now)
        record_complaint(token="token0", now=now)

    assert "jeanne" not in caplog.text
    assert "K7Q" not in caplog.text


@pytest.mark.parametrize(
    ("answer", "mails_until_left_alone"),
    [
        ("550 5.1.1 no such user", 1),
        ("550 no such user", 2),
        ("552 5.2.2 mailbox full", 2),
        ("554 5.7.1 spam", None),
        ("552 too big", None),
        ("451 4.2.1 later", None),
    ],
)
def test_a_refusal_counts_as_a_bounce_does_unless_it_may_be_our_own_fault(
    app, server, a_mail, now, answer, mails_until_left_alone
):
    server.answers["*"] = answer
    alone_after = None
    for number in range(1, 4):
        a_mail()
        deliver_due(now=now, worker="w1")
        if alone_after is None and find_suppression(TO, now=now):
            alone_after = number

    assert alone_after == mails_until_left_alone


def test_a_mail_sent_again_may_come_back_again(returning, sent, reload, now):
    mail_id = sent()
    record_bounce(hard(token="token0"), now=now)
    (row,) = list_suppressions(now=now, limit=10)
    lift_suppression(row.id, by="Marc", because="Adresse corrigée", now=now)
    retry_mail(mail_id, now=now)
    db.session.get(OutgoingMail, mail_id).state = State.SENT
    db.session.commit()

    record_bounce(hard(token="token0"), now=now + DAY)

    assert reload(mail_id).state is State.DEAD
    assert find_suppression(TO, now=now + DAY)


def test_without_return_addresses_a_complaint_only_weighs(app, sent, now):
    sent(message_id="<a@example.org>")

    record_complaint(message_id="<a@example.org>", now=now)

    assert find_suppression(TO, now=now) is None


def test_a_complaint_that_does_not_know_the_return_address_only_weighs(returning, sent, now):
    sent(message_id="<a@example.org>")
    sent(message_id="<b@example.org>")

    record_complaint(token="madeup", message_id="<a@example.org>", now=now)
    record_complaint(message_id="<a@example.org>", now=now)
    assert find_suppression(TO, now=now) is None
    record_complaint(message_id="<b@example.org>", now=now)

    assert find_suppression(TO, now=now).until_at is not None
