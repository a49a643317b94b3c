"""Run migrations on the application's database, in one transaction where the database allows it."""

from typing import Any

from alembic import context
from flask import current_app

from helpdesk.db import UTCDateTime, db


def render_item(kind: str, item: Any, autogenerate: Any) -> str | bool:
    """Write our own column type as a plain one: migrations never import the application."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _inspected: Any, column: Any, inspected_type: Any, metadata_type: Any
) -> bool | None:
    """Leave instants alone: SQLite cannot tell them from other timestamps."""
    return False if isinstance(metadata_type, UTCDateTime) else None


def run() -> None:
    """Migrate through the application's own engine."""
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


run()
