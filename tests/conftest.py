"""The application on a fresh database, the hour of the tests, and a small cast of people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from helpdesk.app import create_app
from helpdesk.config import Mode, Settings
from helpdesk.db import db
from helpdesk.web.i18n import current_lang
from tests.commands import Run, runner
from tests.databases import FreshDatabase, fresh_database_for
from tests.empty import KINDS, empty_database
from tests.people import Cast, make_cast

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
"""A Monday, 11 o’clock in Paris: the helpdesk is open."""


class Browser(FlaskClient):
    """A browser whose requests share the test's database session and nothing else of its context.

    Requests run inside the context that the `app` fixture keeps open; who is signed in and the language
    would otherwise be remembered from one request to the next.
    """

    def open(self, *args, **kwargs):
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> FreshDatabase:
    return fresh_database_for(tmp_path_factory.mktemp("database"))


@pytest.fixture
def settings(tmp_path: Path, fresh_database: FreshDatabase) -> Settings:
    return Settings(
        mode=Mode.TEST,
        instance_dir=tmp_path,
        base_url="http://localhost",
        secret_key="a secret key for tests only, long enough",
        database_url=fresh_database.url_for(tmp_path),
        mail_url=f"maildir:///{tmp_path}/mail",
    )


class CompiledPages(FileSystemBytecodeCache):
    """Keep pages compiled from one test's application to the next.

    Mails are left out: the same template is compiled in two ways, by overlays of the environment.
    """

    def get_cache_key(self, name, filename=None):
        return super().get_cache_key(f"{current_lang()}/{name}", filename)

    def load_bytecode(self, bucket):
        if not bucket.environment.overlayed:
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket):
        if not bucket.environment.overlayed:
            super().dump_bytecode(bucket)


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> CompiledPages:
    return CompiledPages(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_pages: CompiledPages) -> Iterator[Flask]:
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_pages
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without forms' tokens: CSRF has tests of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without any table, on each database."""
    url = empty_database(request.param, tmp_path)
    app = create_app(settings.model_copy(update={"database_url": url}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a `helpdesk` command on an instance of its own: `run("init").stdout`."""
    return runner(tmp_path)


@pytest.fixture
def people(app: Flask, now: datetime) -> Cast:
    return make_cast(now)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="count every skipped test as a failure")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if item.config.getoption("--no-skips") and report.skipped:
        report.outcome = "failed"
    return report
