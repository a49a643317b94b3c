"""What a backup is: one tar.gz, the same from SQLite and from PostgreSQL, to be restored on either.

`tables/<name>.jsonl` holds the rows of a table, one JSON object a line; `files/<key>` an attachment;
`manifest.json`, last, says what there must be. The secret key is not inside: whoever steals a backup must not
be able to sign in with it.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Self

from sqlalchemy import JSON, Connection, Date, DateTime, LargeBinary, MetaData, Table, inspect, select

FORMAT = 1
MANIFEST = "manifest.json"
VERSION_TABLE = "alembic_version"
BATCH = 1000
"""Rows read or written at a time, so that memory does not grow with the data."""

Row = dict[str, Any]


@dataclass(frozen=True)
class TableContent:
    """How many rows a table has, and a digest of them that does not depend on their order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class FileContent:
    """The length and SHA-256 of an attachment."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `missing` names files that were gone when it was made."""

    made_at: str
    revision: str
    database: str
    key_check: str
    tables: Mapping[str, TableContent]
    files: Mapping[str, FileContent]
    missing: tuple[str, ...] = ()
    format: int = FORMAT

    def to_json(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Read a manifest; raise ValueError, KeyError or TypeError when it is not one."""
        values = json.loads(text)
        if values["format"] != FORMAT:
            raise ValueError(f"format {values['format']}")
        tables = {name: TableContent(**content) for name, content in values.pop("tables").items()}
        files = {key: FileContent(**content) for key, content in values.pop("files").items()}
        return cls(tables=tables, files=files, missing=tuple(values.pop("missing")), **values)


@dataclass
class Measure:
    """Count lines and add up their hashes: the same for the same rows in any order, on any database."""

    rows: int = 0
    _sum: int = field(default=0, repr=False)

    def add(self, line: bytes) -> None:
        """Take one line, without its line break, into account."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest())) % 2**256

    def content(self) -> TableContent:
        """Return what was measured."""
        return TableContent(self.rows, f"{self._sum:064x}")


def key_check(secret: str) -> str:
    """Return a few signs that tell two secret keys apart and say nothing else about them."""
    return hashlib.sha256(b"helpdesk backup key check\0" + secret.encode()).hexdigest()[:12]


def list_tables(connection: Connection) -> list[Table]:
    """Return the tables of the database as they are now, each after those it refers to."""
    found = MetaData()
    found.reflect(connection)
    tables = [table for table in found.sorted_tables if table.name != VERSION_TABLE]
    for column in (column for table in tables for column in table.columns if isinstance(column.type, JSON)):
        # Python's None is NULL, as in the models, and not JSON's null.
        column.type = JSON(none_as_null=bool(column.nullable))
    return tables


def has_tables(connection: Connection) -> bool:
    """Tell whether the database holds any table."""
    return bool(inspect(connection).get_table_names())


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table, one JSON object each."""
    streamed = connection.execution_options(stream_results=True, yield_per=BATCH)
    for row in streamed.execute(select(table)).mappings():
        yield json.dumps(dict(row), default=_as_json, ensure_ascii=False, sort_keys=True).encode()


def measure(lines: Iterable[bytes]) -> TableContent:
    """Return what the lines are."""
    measured = Measure()
    for line in lines:
        measured.add(line)
    return measured.content()


def row_of(table: Table, line: bytes) -> Row:
    """Return the row that a line stands for; raise ValueError when the table has no such column."""
    return {name: _from_json(table, name, value) for name, value in json.loads(line).items()}


def _as_json(value: object) -> str:
    if isinstance(value, datetime):
        # SQLite gives instants without zone; they are UTC.
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} has no form in a backup")


def _from_json(table: Table, name: str, value: Any) -> object:
    if name not in table.columns:
        raise ValueError(f"{table.name} has no column {name}")
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value
