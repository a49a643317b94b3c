"""Counting the SQL statements of a piece of work; BEGIN and the like apart."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from helpdesk.db import db


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Give the list of the statements run inside the block, as it grows."""
    seen: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
