"""From the outbox to a real mail server: order, retries, giving up, and what is kept of a mail."""

import logging
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from helpdesk.db import db
from helpdesk.outbox import leases
from helpdesk.outbox.delivery import NoMailServer, deliver_due
from helpdesk.outbox.rules import LEASE, Lane, Reason, State

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def deliver(now, **options):
    return deliver_due(now=now, worker="w1", **options)


def messages(server):
    taken = (content.replace(b"\r\n", b"\n") for _, content in server.taken)
    return [message_from_bytes(content, policy=default) for content in taken]


def subjects(server):
    return [message["Subject"].rpartition(" ")[2] for message in messages(server)]


def test_a_mail_leaves_whole_and_is_marked(app, server, a_mail, reload, now):
    sent = a_mail(reply_to="aide@example.org")

    assert deliver(now) == 1

    ((recipients, _),) = server.taken
    (message,) = messages(server)
    assert recipients == ["jeanne@example.org"]
    assert message["Message-ID"] == "<1@example.org>"
    assert message["Reply-To"] == "aide@example.org"
    assert message["From"] == "Service d’aide <aide@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().startswith("Bonjour 1\n\n-- \nEntraide")
    assert "<p>Bonjour <strong>1</strong></p>" in message.get_body(("html",)).get_content()
    mail = reload(sent)
    assert (mail.state, mail.attempts, mail.lease_until) == (State.SENT, 1, None)
    assert mail.sent_at >= now
    assert mail.text == "Bonjour 1\n"


def test_nothing_due_writes_nothing_and_connects_to_nobody(app, server, a_mail, now):
    a_mail(not_before=now + MINUTE)

    assert deliver(now) == 0

    assert server.connections == 0


def test_one_connection_carries_a_whole_run(app, server, a_mail, now):
    for _ in range(5):
        a_mail()

    assert deliver(now) == 5

    assert server.connections == 1


def test_urgent_mail_overtakes_the_rest(app, server, a_mail, now):
    a_mail(lane=Lane.BULK)
    a_mail(lane=Lane.NORMAL)
    a_mail(lane=Lane.URGENT, not_before=now - MINUTE)
    a_mail(lane=Lane.URGENT, not_before=now - HOUR)

    deliver(now)

    assert subjects(server) == ["4", "3", "2", "1"]


def test_a_run_keeps_to_its_limit_and_stops_when_told(app, server, a_mail, now):
    for _ in range(4):
        a_mail()

    assert deliver(now, limit=3) == 3
    assert deliver(now, is_stopping=lambda: True) == 0


def test_mails_about_one_thing_to_one_person_leave_in_order(app, server, a_mail, reload, now):
    first = a_mail(thread="ticket:A")
    a_mail(thread="ticket:A", lane=Lane.URGENT)
    a_mail(thread="ticket:A", to_address="luc@example.org")
    a_mail(thread="ticket:B", to_address="luc@example.org")
    server.answers["jeanne@example.org"] = "451 later"

    deliver(now)
    assert subjects(server) == ["3", "4"]

    server.answers.clear()
    deliver(now + HOUR)
    assert subjects(server) == ["3", "4", "1", "2"]
    assert reload(first).attempts == 2


def test_a_dead_mail_does_not_hold_back_the_next(app, server, a_mail, reload, now):
    dead = a_mail(thread="ticket:A", to_address="gone@example.org")
    a_mail(thread="ticket:A", to_address="gone@example.org")
    server.answers["gone@example.org"] = "550 <gone@example.org> unknown"
    deliver(now, limit=1)
    server.answers.clear()

    deliver(now)

    assert subjects(server) == ["2"]
    mail = reload(dead)
    assert (mail.state, mail.reason) == (State.DEAD, Reason.UNKNOWN_ADDRESS)
    assert mail.last_error == "550 <gone@example.org> unknown"


def test_later_mails_of_a_thread_name_the_earlier_ones(app, server, a_mail, now):
    a_mail(thread="ticket:A")
    a_mail(thread="ticket:A")
    a_mail(thread="ticket:A", to_address="luc@example.org")

    deliver(now)

    first, second, other = messages(server)
    assert first["References"] is None
    assert second["References"] == second["In-Reply-To"] == "<1@example.org>"
    assert other["References"] is None


def test_a_temporary_refusal_is_retried_later_and_later(app, server, a_mail, reload, now):
    mail = a_mail()
    server.answers["*"] = "451 greylisted"

    deliver(now)
    first = reload(mail).not_before
    deliver(first)
    second = reload(mail).not_before

    assert timedelta(seconds=45) <= first - now <= MINUTE + timedelta(seconds=5)
    assert timedelta(seconds=90) <= second - first <= 2 * MINUTE + timedelta(seconds=5)
    assert reload(mail).state is State.QUEUED


def test_two_days_of_refusals_are_enough_counted_from_the_first_try(app, server, a_mail, reload, now):
    mail = a_mail(created_at=now - timedelta(days=5))
    server.answers["*"] = "451 later"

    deliver(now)
    assert reload(mail).state is State.QUEUED
    deliver(now + timedelta(hours=48))

    assert (reload(mail).state, reload(mail).reason) == (State.DEAD, Reason.NOT_NOW)


def test_a_silent_server_costs_the_mail_little_and_ends_the_run(app, a_mail, reload, now):
    first, second = a_mail(), a_mail()
    app.extensions["settings"] = app.extensions["settings"].model_copy(
        update={"mail_url": "smtp://127.0.0.1:1"}
    )

    with pytest.raises(NoMailServer):
        deliver(now)

    assert reload(first).reason is Reason.NO_SERVER
    assert reload(first).not_before - now < MINUTE
    assert reload(second).attempts == 0


def test_a_mail_that_cannot_be_written_dies_and_the_others_leave(app, server, a_mail, reload, now):
    bad = a_mail(to_address="no address at all")
    a_mail()

    deliver(now)

    assert subjects(server) == ["2"]
    assert (reload(bad).state, reload(bad).reason) == (State.DEAD, Reason.UNWRITABLE)


def test_a_fault_of_ours_holds_nobody_else_up(app, server, a_mail, reload, now):
    broken = a_mail(inserts=[], markdown="insert-3-insert")
    a_mail()

    deliver(now)

    assert subjects(server) == ["2"]
    assert reload(broken).state is State.QUEUED
    assert "IndexError" in reload(broken).last_error


def test_a_one_time_link_is_forgotten_once_sent(app, server, a_mail, reload, now):
    mail = a_mail(useless_after=now + HOUR, inserts=["secret"], markdown="insert-0-insert")

    deliver(now)

    assert "secret" in messages(server)[0].get_body(("html",)).get_content()
    row = reload(mail)
    assert (row.state, row.text, row.markdown, row.inserts) == (State.SENT, "", "", [])


def test_an_expired_link_is_not_sent_and_is_forgotten(app, server, a_mail, reload, now):
    late = a_mail(useless_after=now)
    dead = a_mail(useless_after=now - HOUR, state=State.DEAD)

    deliver(now)

    assert server.taken == []
    assert (reload(late).state, reload(late).text) == (State.EXPIRED, "")
    assert (reload(dead).state, reload(dead).text) == (State.DEAD, "")


def test_a_leased_mail_is_left_alone_until_its_lease_ends(app, server, a_mail, reload, now):
    mail = a_mail()
    taken = leases.take_next(now=now, hold=leases.Hold("w2", LEASE))

    assert taken.id == mail
    assert deliver(now) == 0
    assert deliver(now + LEASE) == 1
    assert reload(mail).state is State.SENT


def test_who_lost_the_lease_marks_nothing(app, a_mail, reload, now):
    a_mail()
    taken = leases.take_next(now=now, hold=leases.Hold("w1", LEASE))
    leases.tidy(now=now + LEASE)
    again = leases.take_next(now=now + LEASE, hold=leases.Hold("w2", LEASE))

    mine = leases.Hold("w1", LEASE)
    late = leases.settle_and_take(taken, {"state": State.DEAD}, hold=mine, now=now, takes_next=False)
    assert late == (False, None)
    assert reload(again.id).leased_by == "w2"


def test_what_a_killed_worker_held_is_freed_at_once(app, server, a_mail, reload, now):
    a_mail()
    a_mail()
    leases.take_next(now=now, hold=leases.Hold("killed", LEASE))
    leases.take_next(now=now, hold=leases.Hold("alive", LEASE))

    assert leases.free_leases_of(["killed"]) == 1

    assert deliver(now) == 1


def test_neither_subjects_nor_addresses_are_logged(app, server, a_mail, now, caplog):
    caplog.set_level(logging.DEBUG)
    a_mail(subject="Objet secret", text="texte secret")
    a_mail(to_address="gone@example.org")
    a_mail(to_address="later@example.org")
    server.answers |= {
        "gone@example.org": "550 no gone@example.org here",
        "later@example.org": "451 later@example.org: wait",
    }

    deliver(now)

    told = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("helpdesk"))
    assert "sent" in told
    assert "given up" in told
    assert "@" not in told
    assert "secret" not in told


def test_no_transaction_is_open_while_the_server_speaks(app, server, a_mail, now):
    a_mail(thread="ticket:A")
    seen = []
    taken, pool = server.handle_DATA, db.engine.pool

    async def look(*exchange):
        # The test's own session is the sender's: nothing may be open on it now.
        seen.append(pool.checkedout())
        return await taken(*exchange)

    server.handle_DATA = look

    deliver(now)

    assert seen == [0]
