"""A fresh database for each test: a copied file on SQLite, emptied tables on PostgreSQL."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from helpdesk import app as _every_table  # noqa: F401 - the models must be loaded
from helpdesk.db import Base

GIVEN = os.environ.get("HELPDESK_TEST_DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


@dataclass(frozen=True)
class FreshDatabase:
    """Where empty databases come from: a server's URL, or a SQLite file to copy."""

    server_url: str = ""
    template: Path | None = None

    def url_for(self, folder: Path) -> str:
        """Return the URL of a database with every table, all empty."""
        if self.template is None:
            _empty(self.server_url)
            return self.server_url
        shutil.copy(self.template, folder / "test.db")
        return f"sqlite:///{folder}/test.db"


def fresh_database_for(folder: Path) -> FreshDatabase:
    """Create the tables once, on the server named by HELPDESK_TEST_DATABASE_URL or in a file."""
    if GIVEN:
        url = _own_database(GIVEN)
        _create_tables(url)
        return FreshDatabase(server_url=url)
    template = folder / "template.db"
    _create_tables(f"sqlite:///{template}")
    return FreshDatabase(template=template)


def _own_database(server: str) -> str:
    """Give each parallel test process a database of its own."""
    if not WORKER:
        return server
    url = make_url(server)
    name = f"{url.database}_{WORKER}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def _create_tables(url: str) -> None:
    engine = create_engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _empty(url: str) -> None:
    engine = create_engine(url)
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
