"""The application on a fresh database, the hour of the tests, and a small cast of people."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.app import create_app
from helpdesk.config import Mode, Settings
from helpdesk.db import db
from tests.people import Cast, make_cast

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
"""A Monday, 11 o’clock in Paris: the helpdesk is open."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        mode=Mode.TEST,
        instance_dir=tmp_path,
        base_url="http://localhost",
        secret_key="a secret key for tests only, long enough",
        database_url=os.environ.get("HELPDESK_TEST_DATABASE_URL", f"sqlite:///{tmp_path}/test.db"),
        mail_url=f"maildir:///{tmp_path}/mail",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without forms' tokens: CSRF has tests of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def people(app: Flask, now: datetime) -> Cast:
    return make_cast(now)
