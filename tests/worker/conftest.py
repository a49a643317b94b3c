"""A worker with jobs of the test."""

from datetime import timedelta

import pytest

from helpdesk.db import db
from helpdesk.worker.jobs import Periodic
from helpdesk.worker.loop import Worker
from helpdesk.worker.models import Job
from helpdesk.worker.service import register


@pytest.fixture
def a_worker(app, now):
    """Make a worker for jobs `name=function`, all registered and due; `shared` names those that are shared."""

    def make(*, shared=(), every=timedelta(hours=1), **functions):
        jobs = [
            Periodic(name, every=every, run=run, is_shared=name in shared) for name, run in functions.items()
        ]
        register([job.name for job in jobs], now=now)
        return Worker(app, jobs=jobs)

    return make


@pytest.fixture
def row(app):
    """Return a job's row as it is now."""

    def get(name):
        db.session.rollback()
        db.session.expire_all()
        return db.session.get(Job, name)

    return get
