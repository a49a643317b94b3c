"""The database: session, base model, column types, and the one way to commit.

How SQLite is opened, and what its transactions begin with, is in `helpdesk/sqlite.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, DateTime, MetaData, Row, Select, Table, event, insert
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Session,
    SessionTransaction,
    make_transient_to_detached,
    registry,
)
from sqlalchemy.types import TypeDecorator

from helpdesk import sqlite
from helpdesk.core.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound="Base")

INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": insert_sqlite, "postgresql": insert_postgresql}
"""The INSERT of each database that knows ON CONFLICT, by dialect."""

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values on the way in, gives UTC back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Turn an aware instant into UTC."""
        return None if value is None else _in_utc(value)

    def bind_processor(self, dialect: Any) -> Any:
        """Write SQLite's text by one call, without zone: a dossier has a dozen instants, a list a hundred."""
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Read SQLite's text by one call."""
        return _instant_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the instant back in UTC."""
        return None if value is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a naive datetime cannot be stored: {value!r}")
    return value.astimezone(UTC)


def _text_of(value: datetime | None) -> str | None:
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _instant_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UTCDateTime()}
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
    AnyRow = Row[*tuple[Any, ...]]
    AnySelect = Select[*tuple[Any, ...]]
    AnyResult = CursorResult[*tuple[Any, ...]]
else:
    Model = db.Model
    # SQLAlchemy 2.0 and 2.1 disagree on what stands between the brackets.
    AnyRow, AnySelect, AnyResult = Row, Select, CursorResult

_open: ContextVar[bool] = ContextVar("transaction_open", default=False)
_closed: ContextVar[str] = ContextVar("writing_closed", default="")


@contextmanager
def nothing_written(because: str) -> Iterator[None]:
    """Refuse every use case that would begin inside, with the sentence `because`."""
    token = _closed.set(because)
    try:
        yield
    finally:
        _closed.reset(token)


def in_use_case() -> bool:
    """Tell whether a use case is running, which holds SQLite's one write lock."""
    return _open.get()


def transactional(use_case: Callable[P, T]) -> Callable[P, T]:
    """Run `use_case` in one transaction: the outermost call commits, any exception rolls all of it back.

    A read transaction that is open before is ended first, so rows loaded earlier are read anew.
    """
    return _in_transaction(use_case, {sqlite.WRITES: True})


def transactional_unsynced(use_case: Callable[P, T]) -> Callable[P, T]:
    """Run `use_case` as `transactional` does, but do not wait until the disk has it.

    A power cut may lose the last of them, whole: for counters, never for what somebody was told is kept.
    PostgreSQL waits all the same: it syncs for several at once, and to be told costs a statement more.
    """
    return _in_transaction(use_case, {sqlite.WRITES: True, sqlite.SYNCED: False})


def _in_transaction(use_case: Callable[P, T], options: Mapping[str, Any]) -> Callable[P, T]:
    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if _open.get():
            return use_case(*args, **kwargs)
        if _closed.get():
            raise Refused(_closed.get())
        token = _open.set(True)
        try:
            db.session.rollback()
            db.session.connection(execution_options=options)
            result = use_case(*args, **kwargs)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _open.reset(token)
        return result

    return run


def ask(statement: Any, values: Any = None) -> AnyResult:
    """Run a statement that was built once and gives plain rows, for what is asked all day long.

    It goes to the connection: passing through the session, which looks for classes to fill, takes as
    long again as the whole rest. What the session has not written yet is written first, as ever.
    """
    session = db.session()
    session.flush()
    # As it began the transaction: looking it up again costs the session ten calls.
    connection: Connection = session.info.get("connection") or session.connection()
    return connection.execute(statement, values)


@event.listens_for(db.session, "after_begin")
def _keep_connection(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    session.info["connection"] = connection


@event.listens_for(db.session, "after_transaction_end")
def _forget_connection(session: Session, transaction: SessionTransaction) -> None:
    session.info.pop("connection", None)


def insert_unless_taken(row: M) -> M | None:
    """Insert `row`, one statement, and return it as stored; None when a unique value of it is taken.

    Nothing is rolled back in that case, so a use case may look for the row that was there first.
    """
    done = ask(_insert_unless_taken(type(row), db.engine.dialect.name), _values(row))
    key = done.one_or_none()
    if key is None:
        return None
    given = cast(Mapping[str, Any], done.last_inserted_params())
    stored = {**dict.fromkeys(_table(type(row)).c.keys()), **given, **key._mapping}
    # At once, and not attribute by attribute: being detached makes all of it what the database has.
    vars(row).update(stored)
    make_transient_to_detached(row)
    db.session.add(row)
    return row


def insert_all_unless_taken(rows: Sequence[Model], told: InstrumentedAttribute[T]) -> frozenset[T]:
    """Insert the rows of one table whose unique values are free; return what `told` says of those that were.

    On PostgreSQL it waits for whoever is inserting the same, as `insert_unless_taken` does.
    """
    if not rows:
        return frozenset()
    table = _table(type(rows[0]))
    statement = INSERTS[db.engine.dialect.name](table).on_conflict_do_nothing().returning(told)
    return frozenset(row[0] for row in ask(statement, [_values(row) for row in rows]))


def insert_all(rows: Sequence[Model]) -> None:
    """Insert rows of one table by one statement; they stay outside the session and get no id.

    The session would write them one by one on SQLite, to learn their ids. Give each the same values.
    """
    if rows:
        ask(_insert(type(rows[0])), [_values(row) for row in rows])


# Statements on the tables, built once: the ORM would build and read each anew, which takes four times as long.


@cache
def _insert_unless_taken(model: type[Model], dialect: str) -> Any:
    table = _table(model)
    return INSERTS[dialect](table).on_conflict_do_nothing().returning(*table.primary_key.columns)


@cache
def _insert(model: type[Model]) -> Any:
    return insert(_table(model))


def _table(model: type[Model]) -> Table:
    return cast(Table, model.__table__)


def _values(row: Model) -> dict[str, Any]:
    return {key: value for key, value in vars(row).items() if not key.startswith("_")}
