from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.accounts.limits import (
    check_limit,
    check_limits,
    check_tries,
    clear_limit,
    count_within,
    delete_expired_attempts,
    forgive,
)
from helpdesk.accounts.models import Attempts
from helpdesk.accounts.rules import Allowance, Tries
from helpdesk.app import create_app
from helpdesk.core.errors import TooMany
from helpdesk.db import db, transactional

HOUR = timedelta(hours=1)
TRIES = Tries(pair=Allowance(2, HOUR), account=Allowance(4, HOUR), client=Allowance(10, HOUR))


def attempt(now, key="10.0.0.1", limit=3):
    check_limit("sign-in", key, limit=limit, window=HOUR, now=now)


def test_the_attempt_after_the_last_allowed_one_is_refused_until_the_window_ends(app: Flask, now):
    for _ in range(3):
        attempt(now)

    with pytest.raises(TooMany, match="Recommencez dans 60\u00a0minutes") as refusal:
        attempt(now)

    assert refusal.value.retry_after == HOUR
    attempt(now + HOUR)


def test_two_keys_and_two_scopes_are_counted_apart(app: Flask, now):
    for _ in range(3):
        attempt(now)

    attempt(now, key="10.0.0.2")
    check_limit("link", "10.0.0.1", limit=1, window=HOUR, now=now)


def test_a_limit_holds_across_two_processes(app: Flask, settings, now):
    attempt(now, limit=2)
    other = create_app(settings)

    with other.app_context():
        attempt(now, limit=2)
        with pytest.raises(TooMany):
            attempt(now, limit=2)
        db.session.remove()
        db.engine.dispose()

    with pytest.raises(TooMany):
        attempt(now, limit=2)


def test_what_a_failed_use_case_did_still_counts(app: Flask, now):
    @transactional
    def fails():
        raise LookupError

    attempt(now, limit=1)
    with pytest.raises(LookupError):
        fails()

    with pytest.raises(TooMany):
        attempt(now, limit=1)


def test_counting_inside_a_use_case_is_a_programming_mistake(app: Flask, now):
    @transactional
    def wrong():
        attempt(now)

    with pytest.raises(RuntimeError):
        wrong()


def test_what_counts_within_a_use_case_counts_only_when_it_succeeds(app: Flask, now):
    @transactional
    def limited(*, fails: bool = False):
        count_within("complaint", ["10.0.0.1"], limit=1, window=HOUR, now=now)
        if fails:
            raise LookupError

    with pytest.raises(LookupError):
        limited(fails=True)
    limited()

    with pytest.raises(TooMany) as refused:
        limited()
    assert refused.value.retry_after > timedelta()


def test_a_cleared_key_starts_anew(app: Flask, now):
    attempt(now, limit=1)

    clear_limit("sign-in", "10.0.0.1")

    attempt(now, limit=1)


def test_the_table_holds_no_address_and_is_emptied_when_windows_are_over(app: Flask, now):
    attempt(now)
    (row,) = db.session.scalars(select(Attempts)).all()

    assert "10.0.0.1" not in row.key_hash
    assert delete_expired_attempts(now=now) == 0
    assert delete_expired_attempts(now=now + HOUR + timedelta(seconds=1)) == 1


def test_what_is_forgiven_was_never_tried_and_wrong_tries_of_others_stay(app: Flask, now):
    for _ in range(20):
        check_tries("code", TRIES, account="1", client="a", now=now)
        forgive("code", TRIES, account="1", client="a", now=now)
    for client in ("b", "c", "b"):
        check_tries("code", TRIES, account="1", client=client, now=now)
    check_tries("code", TRIES, account="1", client="a", now=now)
    forgive("code", TRIES, account="1", client="a", now=now)

    check_tries("code", TRIES, account="1", client="d", now=now)
    with pytest.raises(TooMany):
        check_tries("code", TRIES, account="1", client="e", now=now)


def test_two_keys_are_counted_by_one_call_and_either_may_be_too_many(app: Flask, now):
    check_limits("test", ["network", "mailbox"], limit=1, window=HOUR, now=now)
    check_limits("test", ["another", "other"], limit=1, window=HOUR, now=now)

    with pytest.raises(TooMany):
        check_limits("test", ["elsewhere", "mailbox"], limit=1, window=HOUR, now=now)
