"""Rows for every table, made from the columns alone: for tests of migrations and backups."""

from datetime import UTC, date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
)

ROWS = 2
"""Rows put into each table, so that a link between two rows of one table has two ends."""


def _tables(connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def counts(connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table))
        for table in _tables(connection)
    }


def fill(connection) -> None:
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
        Float: 1.5,
    }
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    assert isinstance(column.type, String), f"a value for {column} is wanted"
    return f"{number}{column.name}"[: column.type.length]
