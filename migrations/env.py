"""Run migrations on the application's database, in one transaction where the database allows it."""

import logging
from typing import Any

from alembic import context
from sqlalchemy import Connection, Enum

from helpdesk.db import UTCDateTime, db

# The commands tell which migration runs; Alembic's own lines would say it twice.
logging.getLogger("alembic").setLevel(logging.WARNING)


def render_item(kind: str, item: Any, autogenerate: Any) -> str | bool:
    """Write our own types as plain ones: migrations never import the application."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def compare_type(
    _context: Any, _inspected: Any, column: Any, inspected_type: Any, metadata_type: Any
) -> bool | None:
    """Leave instants alone: SQLite cannot tell them from other timestamps."""
    return False if isinstance(metadata_type, UTCDateTime) else None


def migrate(connection: Connection) -> None:
    """Run what is asked on `connection` and commit it."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
        transaction_per_migration=True,
        **context.config.attributes.get("configure", {}),
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()


def run() -> None:
    """Migrate through the application's own engine.

    SQLite alters a table by making it anew and dropping the old one, which would delete what refers to its
    rows: foreign keys rest meanwhile.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            migrate(connection)
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            migrate(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


run()
