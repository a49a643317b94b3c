"""SQLite with two who write: one after the other, without a wait that nobody needs."""

import threading
import time

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from helpdesk import sqlite


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/two.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
    yield engine
    engine.dispose()


def write(engine, words):
    with engine.connect().execution_options(**{sqlite.WRITES: True}) as connection:
        connection.execute(text("INSERT INTO note VALUES (:words)"), {"words": words})
        connection.commit()


def test_who_writes_second_waits_for_the_first_and_loses_nothing(engine):
    with engine.connect().execution_options(**{sqlite.WRITES: True}) as first:
        first.execute(text("INSERT INTO note VALUES ('first')"))
        second = threading.Thread(target=write, args=(engine, "second"))
        second.start()
        second.join(0.2)
        still_waits = second.is_alive()
        first.commit()
    second.join(5)

    with engine.connect() as connection:
        assert connection.scalars(text("SELECT words FROM note ORDER BY rowid")).all() == ["first", "second"]
    assert still_waits


def test_a_lock_that_is_never_given_back_is_said_in_the_end(engine, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    with engine.connect().execution_options(**{sqlite.WRITES: True}) as first:
        first.execute(text("INSERT INTO note VALUES ('first')"))
        begun = time.monotonic()
        with pytest.raises(OperationalError, match="database is locked"):
            write(engine, "second")

    assert time.monotonic() - begun >= 0.05


def test_the_connection_waits_for_others_again_after_it_wrote(engine):
    write(engine, "first")

    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 1000 * sqlite.BUSY_TIMEOUT_S


def test_reading_does_not_wait_for_who_writes(engine):
    with engine.connect().execution_options(**{sqlite.WRITES: True}) as first:
        first.execute(text("INSERT INTO note VALUES ('first')"))
        with engine.connect() as reader:
            assert reader.scalar(text("SELECT count(*) FROM note")) == 0
