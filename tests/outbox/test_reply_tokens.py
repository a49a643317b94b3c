"""Addresses to answer to: who they belong to, how long they are good, and what is kept of them."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.outbox.delivery import deliver_due
from helpdesk.outbox.models import ReplyToken
from helpdesk.outbox.reply_tokens import (
    MARKERS,
    delete_expired_reply_tokens,
    find_reply_token,
    keep_reply_token,
    reply_address,
    reply_token,
    reply_token_in,
)

THREAD = "ticket:K7Q-482"
LIFE = timedelta(days=365)


@pytest.fixture
def reading(app, setting):
    """An installation that reads mail at aide@example.org."""
    setting(mail_inbound_address="aide@example.org")


def sent(server):
    return message_from_bytes(server.taken[-1][1].replace(b"\r\n", b"\n"), policy=default)


def test_each_thread_and_each_person_has_a_secret_of_its_own(app):
    tokens = {
        reply_token(thread, address)
        for thread in (THREAD, "ticket:B2C-345")
        for address in ("jeanne@example.org", "paul@example.org")
    }

    assert len(tokens) == 4
    assert all(len(token) == 24 and token.isalnum() and token.islower() for token in tokens)
    assert reply_token(THREAD, "Jeanne@Example.org") in tokens


def test_a_secret_is_found_whatever_the_server_did_to_its_letters(reading, now):
    keep_reply_token(THREAD, "Jeanne@example.org", now=now)
    address = reply_address(THREAD, "jeanne@example.org").upper()

    found = find_reply_token(reply_token_in(address).upper(), now=now)

    assert (found.thread, found.address) == (THREAD, "jeanne@example.org")


@pytest.mark.parametrize(
    "recipient",
    ["aide@example.org", "aide+@example.org", "autre+x@example.org", "aide+x@example.net", "", "@", "+"],
)
def test_other_addresses_carry_no_secret(reading, recipient):
    assert reply_token_in(recipient) is None


def test_a_secret_ends_and_each_mail_puts_its_end_off(reading, now):
    keep_reply_token(THREAD, "jeanne@example.org", now=now)
    keep_reply_token(THREAD, "jeanne@example.org", now=now + timedelta(days=30))
    token = reply_token(THREAD, "jeanne@example.org")

    assert find_reply_token(token, now=now + LIFE)
    assert find_reply_token(token, now=now + LIFE + timedelta(days=30)) is None
    delete_expired_reply_tokens(now=now + LIFE)
    assert find_reply_token(token, now=now + LIFE)
    delete_expired_reply_tokens(now=now + LIFE + timedelta(days=30))
    assert db.session.scalars(select(ReplyToken)).all() == []


def test_what_is_stored_does_not_open_a_thread(reading, now):
    keep_reply_token(THREAD, "jeanne@example.org", now=now)

    row = db.session.scalars(select(ReplyToken)).one()

    assert reply_token(THREAD, "jeanne@example.org") not in str(vars(row))
    assert find_reply_token(row.token_hash, now=now) is None


def test_a_mail_that_takes_answers_says_where_and_above_what(reading, server, a_mail, now):
    a_mail(thread=THREAD, answerable=True)

    deliver_due(now=now, worker="w1")

    message = sent(server)
    token = reply_token_in(message["Reply-To"])
    assert find_reply_token(token, now=now).address == "jeanne@example.org"
    assert message.get_body(("plain",)).get_content().startswith(f"{MARKERS['fr']}\n\nBonjour")
    assert message.get_body(("html",)).get_content().count(MARKERS["fr"]) == 1


@pytest.mark.parametrize(
    ("inbound", "mail"),
    [
        ("", {"answerable": True, "thread": THREAD}),
        ("aide@example.org", {"thread": THREAD}),
        ("aide@example.org", {"answerable": True}),
    ],
)
def test_any_other_mail_asks_for_no_answer(app, setting, server, a_mail, now, inbound, mail):
    setting(mail_inbound_address=inbound)
    a_mail(**mail)

    deliver_due(now=now, worker="w1")

    message = sent(server)
    assert message["Reply-To"] is None
    assert MARKERS["fr"] not in message.as_string()
