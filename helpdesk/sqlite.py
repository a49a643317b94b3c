"""SQLite as the database: how it is opened, and how its transactions begin.

It runs in WAL mode with synchronous=FULL: an acknowledged complaint is on the disk. Use cases begin IMMEDIATE, since
a transaction that reads first and writes later fails at once when another process wrote in between; reads begin
DEFERRED, so that they never wait for a writer.
"""

import sqlite3
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITES = "helpdesk_writes"
SYNCED = "helpdesk_synced"
"""Options of a connection: whether its transaction writes (it does not), whether it waits for the disk (it does)."""

BUSY_TIMEOUT_S = 15
LOOK_EVERY_S = 0.001
CACHE_KIB = 1_000
"""What each connection keeps of the file, half of SQLite's own measure: every thread of every process has one,
and the system keeps the file in memory once for all."""


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    # The driver's own BEGIN would come too late and be DEFERRED always; ours is in _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    _let_wait(cursor, BUSY_TIMEOUT_S)
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    options = connection.get_execution_options()
    # By the driver alone where nothing can go wrong, since nobody is waited for: every page passes here.
    driver = connection.connection.dbapi_connection
    assert driver is not None
    waits: bool = options.get(SYNCED, True)
    if connection.info.get("waits", True) is not waits:
        driver.execute(f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
        connection.info["waits"] = waits
    if options.get(WRITES):
        _begin_writing(connection, driver)
    else:
        driver.execute("BEGIN DEFERRED")


def _begin_writing(connection: Connection, driver: Any) -> None:
    """Take the one write lock as soon as it is free.

    SQLite's own waiting sleeps up to a tenth of a second between two looks, while nobody writes: with four writers
    and 4.5 ms to a sync, one in a hundred waited 556 ms, and 109 so.
    """
    _let_wait(driver, 0)
    give_up = monotonic() + BUSY_TIMEOUT_S
    try:
        while _is_busy(driver) and monotonic() < give_up:
            sleep(LOOK_EVERY_S)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # which says what is wrong
    finally:
        _let_wait(driver, BUSY_TIMEOUT_S)


def _is_busy(driver: Any) -> bool:
    """Begin, unless something is wrong; tell whether that is only that somebody else writes."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False


def _let_wait(driver: Any, seconds: float) -> None:
    driver.execute(f"PRAGMA busy_timeout={int(1000 * seconds)}")
