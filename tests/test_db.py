"""Transactions and inserts: what is stored, what is given back, and when the disk is waited for."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, inspect, select, text

from helpdesk.accounts.models import Attempts
from helpdesk.db import ask, db, insert_all, insert_unless_taken, transactional, transactional_unsynced
from helpdesk.desks.models import Desk
from helpdesk.worker.models import Job


def waits_for_disk() -> str:
    """Return how the connection of the session syncs, as the database names it."""
    if db.engine.dialect.name == "sqlite":
        return {1: "no", 2: "yes"}[db.session.scalar(text("PRAGMA synchronous")) or 0]
    return {"off": "no", "on": "yes"}[db.session.scalar(text("SHOW synchronous_commit")) or ""]


def test_a_row_comes_back_as_stored_with_its_defaults(app: Flask) -> None:
    desk = insert_unless_taken(Desk(slug="accueil", name="Accueil"))

    assert desk is not None
    assert inspect(desk).persistent
    assert (desk.id, desk.description, desk.closed_on) == (1, "", None)
    assert db.session.get(Desk, desk.id) is desk


def test_a_row_that_came_back_is_written_when_it_changes(app: Flask) -> None:
    desk = insert_unless_taken(Desk(slug="accueil", name="Accueil"))
    assert desk is not None

    desk.name = "Réception"
    db.session.commit()

    assert db.session.scalar(select(Desk.name).where(Desk.id == desk.id)) == "Réception"


def test_a_taken_value_gives_none_and_undoes_nothing(app: Flask, now: datetime) -> None:
    insert_unless_taken(Job(name="mail", next_run_at=now))

    assert insert_unless_taken(Job(name="mail", next_run_at=now)) is None
    assert db.session.scalar(select(Job.next_run_at)) == now


def test_many_rows_are_inserted_with_and_without_a_value(app: Flask, now: datetime) -> None:
    insert_all(
        [Job(name="a", next_run_at=now, last_error="x"), Job(name="b", next_run_at=now, last_error=None)]
    )

    assert db.session.execute(select(Job.name, Job.last_error).order_by(Job.name)).all() == [
        ("a", "x"),
        ("b", None),
    ]


def test_asking_sees_what_the_session_holds_and_nothing_that_was_taken_back(
    app: Flask, now: datetime
) -> None:
    names = select(Job.__table__.c.name).order_by(Job.name)
    db.session.add(Job(name="a", next_run_at=now))
    held = ask(names).scalars().all()
    with db.session.begin_nested():
        ask(insert(Job.__table__).values(name="b", next_run_at=now))
    kept = ask(names).scalars().all()
    db.session.rollback()

    assert (held, kept) == (["a"], ["a", "b"])
    assert ask(names).scalars().all() == []


@pytest.mark.parametrize("microsecond", [0, 120, 999_999])
def test_an_instant_comes_back_to_the_microsecond(app: Flask, now: datetime, microsecond: int) -> None:
    db.session.add(Job(name="a", next_run_at=now.replace(microsecond=microsecond)))
    db.session.commit()

    found = db.session.execute(select(Job.next_run_at, Job.last_ok_at)).one()

    assert found == (now.replace(microsecond=microsecond), None)
    assert found.next_run_at.tzinfo is UTC


def test_a_use_case_waits_for_the_disk_and_a_counter_does_not(app: Flask) -> None:
    is_sqlite = db.engine.dialect.name == "sqlite"

    assert transactional(waits_for_disk)() == "yes"
    assert transactional_unsynced(waits_for_disk)() == ("no" if is_sqlite else "yes")
    assert transactional(waits_for_disk)() == "yes"


def test_a_counter_inside_a_use_case_waits_with_it(app: Flask) -> None:
    assert transactional(transactional_unsynced(waits_for_disk))() == "yes"


def test_a_failed_counter_leaves_nothing(app: Flask, now: datetime) -> None:
    @transactional_unsynced
    def count_and_fail() -> None:
        db.session.add(Attempts(scope="x", key_hash="y", window=1, count=1, expires_at=now))
        db.session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        count_and_fail()

    assert db.session.scalar(select(Attempts.count)) is None
