"""Turns of periodic jobs: when, by whom, and what happens when one fails."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.outbox.delivery import NoMailServer
from helpdesk.worker import service
from helpdesk.worker.jobs import JOBS
from helpdesk.worker.loop import REST_AFTER_FAILURE, Worker
from helpdesk.worker.service import AGAIN_AFTER, LEASE

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def failing(turn):
    raise ValueError("something\nbroke")


def test_a_job_runs_when_its_turn_comes_and_not_before(a_worker, row, now):
    turns = []
    worker = a_worker(sweep=turns.append)

    for passed in (timedelta(0), HOUR / 2, HOUR):
        worker.run_pass(now=now + passed)

    assert [turn.now for turn in turns] == [now, now + HOUR]
    job = row("sweep")
    assert job.next_run_at == now + 2 * HOUR
    assert (job.last_started_at, job.last_ok_at, job.leased_by) == (now + HOUR, now + HOUR, None)


def test_after_days_without_worker_a_job_runs_once(a_worker, now):
    turns = []
    worker = a_worker(sweep=turns.append)

    worker.run_pass(now=now + 3 * DAY)
    worker.run_pass(now=now + 3 * DAY + timedelta(minutes=1))

    assert len(turns) == 1


def test_a_failure_is_logged_and_kept_and_the_others_go_on(a_worker, row, now, caplog):
    turns = []
    worker = a_worker(first=failing, second=turns.append)

    worker.run_pass(now=now)

    assert len(turns) == 1
    assert "job first failed" in caplog.text
    job = row("first")
    assert job.last_error == "ValueError: something"
    assert job.next_run_at == now + AGAIN_AFTER
    assert job.lease_until is None


def test_a_job_that_works_again_forgets_its_error(a_worker, row, now):
    faults = [ValueError("once")]

    def sometimes(turn):
        if faults:
            raise faults.pop()

    worker = a_worker(sweep=sometimes)
    worker.run_pass(now=now)
    worker.run_pass(now=now + AGAIN_AFTER)

    assert row("sweep").last_error is None


def test_what_a_failed_job_wrote_is_rolled_back(a_worker, now):
    def half(turn):
        db.session.execute(db.text("UPDATE job SET last_error = 'half'"))
        raise ValueError

    worker = a_worker(first=half, second=lambda turn: None)
    worker.run_pass(now=now)

    assert db.session.scalar(db.text("SELECT count(*) FROM job WHERE last_error = 'half'")) == 0


def test_two_workers_share_the_turns(a_worker, now):
    turns = []
    first = a_worker(sweep=turns.append)
    second = a_worker(sweep=turns.append)

    first.run_pass(now=now)
    second.run_pass(now=now)

    assert len(turns) == 1


def test_a_turn_is_taken_by_one_and_again_when_its_lease_ends(a_worker, now):
    a_worker(sweep=lambda turn: None)

    assert service.take_turn("sweep", now=now, worker="w1")
    assert not service.take_turn("sweep", now=now, worker="w2")
    assert service.take_turn("sweep", now=now + LEASE, worker="w2")


def test_who_lost_its_turn_writes_nothing(a_worker, row, now):
    a_worker(sweep=lambda turn: None)
    service.take_turn("sweep", now=now, worker="w1")
    service.take_turn("sweep", now=now + LEASE, worker="w2")

    service.end_turn("sweep", now=now, worker="w1", every=HOUR, error=None)

    assert row("sweep").leased_by == "w2"


def test_a_shared_job_runs_at_every_pass_of_every_worker(a_worker, row, now):
    turns = []
    workers = [a_worker(outbox=turns.append, shared=["outbox"]) for _ in range(2)]

    for second in range(3):
        for worker in workers:
            worker.run_pass(now=now + timedelta(seconds=second))

    assert len(turns) == 6
    assert {turn.worker for turn in turns} == {worker.name for worker in workers}
    assert row("outbox").last_started_at == now


def test_a_shared_job_that_failed_rests_a_little(a_worker, row, now, caplog):
    turns = []

    def silent(turn):
        turns.append(turn.now)
        raise NoMailServer("The mail server takes nothing now")

    worker = a_worker(outbox=silent, shared=["outbox"])

    for second in range(7):
        worker.run_pass(now=now + timedelta(seconds=second))

    assert turns == [now, now + REST_AFTER_FAILURE]
    assert row("outbox").last_error == "The mail server takes nothing now"
    assert "Traceback" not in caplog.text


def test_a_worker_told_to_stop_finishes_the_job_in_hand_only(a_worker, now):
    turns = []

    def first(turn):
        turns.append("first")
        worker.stop()
        assert turn.is_stopping()

    worker = a_worker(first=first, second=lambda turn: turns.append("second"))

    worker.run_pass(now=now)

    assert turns == ["first"]


def test_a_worker_outlives_a_database_that_goes_away(a_worker, app, monkeypatch, caplog):
    turns, answers = [], iter([OperationalError("select", {}, Exception("gone")), None])
    list_due = service.list_due

    def sometimes(**arguments):
        if fault := next(answers, None):
            raise fault
        return list_due(**arguments)

    def last(turn):
        turns.append(turn)
        worker.stop()

    monkeypatch.setattr("helpdesk.worker.loop.WITHOUT_DATABASE_S", 0.01)
    monkeypatch.setattr(service, "list_due", sometimes)
    worker = a_worker(sweep=last)

    worker.run()

    assert len(turns) == 1
    assert "the database does not answer" in caplog.text


def test_what_a_killed_worker_had_in_hand_is_taken_over_at_once(a_worker, app, row, now):
    turns = []
    worker = a_worker(sweep=turns.append)
    folder = app.extensions["settings"].instance_dir / "workers"
    folder.mkdir()
    (folder / "killed.lock").touch()
    service.take_turn("sweep", now=clock.now(), worker="killed")

    worker.run_once()

    assert len(turns) == 1
    assert list(folder.iterdir()) == []


def test_every_job_has_a_name_of_its_own_that_fits_its_column():
    names = [job.name for job in JOBS]

    assert len(set(names)) == len(names)
    assert all(len(name) <= 60 for name in names)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_runs_on_an_empty_installation(app, now, job, caplog):
    caplog.set_level(logging.WARNING)
    service.register([job.name], now=now)

    Worker(app, jobs=[job]).run_pass(now=now)

    assert caplog.text == ""
