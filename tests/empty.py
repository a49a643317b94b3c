"""Databases without any table: a file, or a database of its own on the server that the environment names."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from helpdesk.places import PACKAGE

POSTGRES = os.environ.get("HELPDESK_TEST_POSTGRES_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NEEDS_POSTGRES = pytest.mark.skipif(
    not POSTGRES, reason="HELPDESK_TEST_POSTGRES_URL names no PostgreSQL server"
)
KINDS = ("sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, NEEDS_POSTGRES]))
"""Parameters for a test that must hold on both databases."""

for models in PACKAGE.rglob("models.py"):
    import_module(".".join(models.relative_to(PACKAGE.parent).with_suffix("").parts))


def empty_database(kind: str, folder: Path, *, name: str = "empty") -> str:
    """Return the URL of a new database without tables."""
    return f"sqlite:///{folder}/{name}.db" if kind == "sqlite" else _on_server(f"helpdesk_{name}{WORKER}")


def _on_server(name: str) -> str:
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    server.dispose()
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
