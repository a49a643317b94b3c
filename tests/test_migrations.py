"""Migrations: their head is what the models say, and each goes down and up with data in the tables."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    make_url,
    select,
    text,
)

from helpdesk.app import create_app
from helpdesk.db import db
from helpdesk.places import PACKAGE, find_folder
from helpdesk.upkeep.install import upgrade_database
from helpdesk.worker.readiness import current_revision, is_migrated

POSTGRES = os.environ.get("HELPDESK_TEST_POSTGRES_URL", "")
NEEDS_POSTGRES = pytest.mark.skipif(
    not POSTGRES, reason="HELPDESK_TEST_POSTGRES_URL names no PostgreSQL server"
)
REVISIONS = [step.revision for step in ScriptDirectory(str(find_folder("migrations"))).walk_revisions()]
"""From the newest to the oldest."""
ROWS = 2
"""Rows put into each table, so that a link between two rows of one table has two ends."""

for models in PACKAGE.rglob("models.py"):
    import_module(".".join(models.relative_to(PACKAGE.parent).with_suffix("").parts))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, NEEDS_POSTGRES])])
def empty(request, settings, tmp_path) -> Iterator[Flask]:
    """An application on a database without any table."""
    url = f"sqlite:///{tmp_path}/empty.db" if request.param == "sqlite" else _empty_on_server()
    app = create_app(settings.model_copy(update={"database_url": url}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _empty_on_server() -> str:
    url = make_url(POSTGRES).set(database="helpdesk_migrations")
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS helpdesk_migrations"))
        connection.execute(text("CREATE DATABASE helpdesk_migrations"))
    server.dispose()
    return url.render_as_string(hide_password=False)


def test_the_head_is_what_the_models_say(empty):
    upgrade_database(print)

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []
        assert is_migrated(connection)


def test_every_migration_goes_down_and_up_with_data(empty):
    upgrade_database(print)

    for revision in REVISIONS:
        with db.engine.begin() as connection:
            _fill(connection)
            full = _counts(connection)
        assert set(full.values()) == {ROWS}

        _run(empty, command.downgrade, "-1")
        with db.engine.connect() as connection:
            kept = _counts(connection)
        assert kept.items() <= full.items(), f"{revision} down lost rows of tables it keeps"

        _run(empty, command.upgrade, "+1")
        with db.engine.connect() as connection:
            again = _counts(connection)
        assert again.keys() == full.keys()
        assert kept.items() <= again.items(), f"{revision} up lost rows of tables it keeps"

        _run(empty, command.downgrade, "-1")

    with db.engine.connect() as connection:
        assert _counts(connection) == {}
        assert current_revision(connection) is None
    assert upgrade_database(print) == len(REVISIONS)


def test_revisions_are_numbered_in_their_order():
    assert list(reversed(REVISIONS)) == [f"{number:04}" for number in range(1, len(REVISIONS) + 1)]


def _run(app, step, revision):
    config = app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    step(config, revision)


def _tables(connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _counts(connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table))
        for table in _tables(connection)
    }


def _fill(connection) -> None:
    """Put ROWS rows into every table that has none."""
    for table in _tables(connection):
        if connection.scalar(select(func.count()).select_from(table)) == 0:
            connection.execute(insert(table), [_row(table, number) for number in range(1, ROWS + 1)])


def _row(table: Table, number: int) -> dict[str, object]:
    links = [column.name for column in table.columns if column.foreign_keys]
    return {column.name: _value(column, number, links) for column in table.columns}


def _value(column: Column[object], number: int, links: list[str]) -> object:
    if column.name in links:
        return 1 + (number + links.index(column.name)) % ROWS
    kinds = {
        Boolean: True,
        DateTime: datetime(2026, 11, 16, 10, 0, tzinfo=UTC),
        Date: date(2026, 11, number),
        JSON: [],
        LargeBinary: b"secret",
        Integer: number,
    }
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    assert isinstance(column.type, String), f"a value for {column} is wanted"
    return f"{number}{column.name}"[: column.type.length]
