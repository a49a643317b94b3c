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


def without_session(statements: list[str]) -> list[str]:
    """Leave out the look-up of who is signed in, which every page of theirs has in common."""
    return [each for each in statements if "sign_in_session" not in each]
