"""What the service says of its own health."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.places import newest_revision
from helpdesk.worker.jobs import JOBS
from helpdesk.worker.readiness import GRACE, list_late
from helpdesk.worker.service import end_turn, register, take_turn

NAMES = [job.name for job in JOBS]


@pytest.fixture
def migrated(app):
    """Mark the tables, which the tests make from the models, as migrated."""

    def mark(revision):
        db.session.execute(db.text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        db.session.execute(db.text("INSERT INTO alembic_version VALUES (:it)"), {"it": revision})
        db.session.commit()

    yield mark
    db.session.rollback()
    db.session.execute(db.text("DROP TABLE IF EXISTS alembic_version"))
    db.session.commit()


def test_ready_when_all_is_well(client, migrated):
    migrated(newest_revision())
    register(NAMES, now=clock.now())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["ready"], answer.json["late"]) == (200, True, [])


def test_not_ready_when_no_worker_ever_ran(client, migrated):
    migrated(newest_revision())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["late"]) == (503, sorted(NAMES))


def test_not_ready_when_the_worker_stopped(client, migrated):
    migrated(newest_revision())
    register(NAMES, now=clock.now())
    db.session.execute(
        db.text("UPDATE job SET next_run_at = '2026-01-01 00:00:00+00:00' WHERE name = 'outbox'")
    )
    db.session.commit()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["late"]) == (503, ["outbox"])


def test_not_ready_before_the_upgrade(client, migrated):
    migrated("0001")
    register(NAMES, now=clock.now())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["migrated"]) == (503, False)


def test_not_ready_without_database(client, monkeypatch):
    monkeypatch.setitem(db.engines, None, create_engine("sqlite:////nowhere/at/all.db"))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": False})


def test_a_job_in_hand_is_not_late(app, now):
    register(["sweep"], now=now)
    take_turn("sweep", now=now, worker="w1")
    later = now + GRACE + timedelta(minutes=1)

    assert list_late(["sweep"], now=later) == []
    assert list_late(["sweep"], now=later + timedelta(hours=1)) == ["sweep"]


def test_a_job_that_fails_on_time_is_not_late(app, now):
    register(["sweep"], now=now)
    take_turn("sweep", now=now, worker="w1")
    end_turn("sweep", now=now, worker="w1", every=timedelta(hours=1), error="ValueError")

    assert list_late(["sweep"], now=now + GRACE) == []
