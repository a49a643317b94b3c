"""Rows by the thousand: read from a few that the program made, written back changed."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from helpdesk.db import Base, db

Row = dict[str, Any]
AT_ONCE = 5_000


def table_of(model: type[Base]) -> Table:
    """Return the table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def read_rows(model: type[Base]) -> list[Row]:
    """Return every row of a table by column name, oldest first."""
    table = table_of(model)
    return [dict(row._mapping) for row in db.session.execute(select(table).order_by(*table.primary_key))]


def next_id(model: type[Base]) -> int:
    """Return the first id that nobody has."""
    return int(db.session.scalar(select(func.max(table_of(model).c.id))) or 0) + 1


def write_rows(model: type[Base], rows: Iterable[Row]) -> int:
    """Insert rows, each with the same columns, by bulk; return how many. Commits."""
    db.session.rollback()
    count, table = 0, table_of(model)
    with db.engine.begin() as connection:
        for batch in _batches(rows):
            connection.execute(insert(table), batch)
            count += len(batch)
        if connection.dialect.name == "postgresql" and "id" in table.c:
            # Ids that were given leave the sequence behind: the next insert would meet a taken one.
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
                )
            )
    # The rows may have been made of what the session read: what it reads next shall see them.
    db.session.rollback()
    return count


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, AT_ONCE)):
        yield batch
