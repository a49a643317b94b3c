"""Putting a backup back, and proving that what is there now is what was backed up."""

import hashlib
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text
from sqlalchemy import cast as sa_cast
from sqlalchemy.dialects.postgresql import REGCLASS

from helpdesk import sqlite
from helpdesk.config import settings
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.engines.store import FileStore, open_store
from helpdesk.engines.store.keys import is_key
from helpdesk.outbox.gates import ALL_LANES, pause
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import UNSETTLED
from helpdesk.upkeep.archive import (
    BATCH,
    MANIFEST,
    Manifest,
    TableContent,
    has_tables,
    key_check,
    lines_of,
    list_tables,
    measure,
    row_of,
)
from helpdesk.upkeep.install import upgrade_database
from helpdesk.web.i18n import gettext as _

FROM_INIT = frozenset(
    {
        "article",
        "collection",
        "companion",
        "content_file",
        "content_state",
        "desk",
        "job",
        "manuscript",
        "routing_rule",
    }
)
"""Tables that `init` fills and that hold nothing of people's: they do not make an installation a used one."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was put back. `same_key` is False when second factors must be set up anew.

    `held` mails had not left when the backup was made: they may have left since, so all mail waits for a person.
    """

    manifest: Manifest
    same_key: bool
    held: int


def restore_backup(path: Path, *, force: bool, now: datetime, tell: Tell) -> Restored:
    """Replace what is in the installation by the backup; raise Refused and keep all when it is not whole.

    Refuses an installation that is in use, unless `force`. Rows become visible all at once, at the end.
    """
    manifest = check_backup(path, tell=tell)
    store = open_store(settings().engine_url("store"))
    with db.engine.connect() as connection:
        used = [] if force else _used_tables(connection)
    if used:
        raise Refused(
            f"This installation is in use ({', '.join(used[:3])}…). Stop its web server and worker, and add"
            " --force to replace everything in it."
        )
    _make_tables(manifest.revision, tell)
    _restore_files(path, manifest, store, tell)
    _restore_rows(path, manifest, tell)
    _delete_other_files(manifest, store)
    upgrade_database(tell)
    held = _hold_mail(now=now)
    same_key = manifest.key_check == key_check(settings().secret_key.get_secret_value())
    return Restored(manifest, same_key, held)


def check_backup(path: Path, *, tell: Tell) -> Manifest:
    """Read the whole backup and return its manifest; raise Refused when anything differs from it."""
    tell("Checking the backup…")
    tables: dict[str, TableContent] = {}
    files: dict[str, str] = {}
    manifest: Manifest | None = None
    with _readable(path):
        for folder, name, content in _members(path):
            if folder == "tables":
                tables[name.removesuffix(".jsonl")] = measure(line.rstrip(b"\n") for line in content)
            elif folder == "files":
                files[name] = hashlib.file_digest(content, "sha256").hexdigest()
            elif name == MANIFEST:
                manifest = Manifest.from_json(content.read())
    if manifest is None:
        raise Refused(f"{path} is not a whole backup: its manifest is missing.")
    wanted = {key: file.sha256 for key, file in manifest.files.items()}
    differing = _differing(manifest.tables, tables) + _differing(wanted, files)
    if differing or not all(is_key(key) for key in files):
        raise Refused(f"{path} is damaged: {', '.join(differing[:5])} is not what was backed up.")
    return manifest


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise Refused(f"{path} cannot be read as a backup: {error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path} is no backup that this version can read ({error}).") from error


def _members(path: Path) -> Iterator[tuple[str, str, BufferedReader]]:
    """Yield folder, name and content of each part, in the order of the archive; nothing is unpacked."""
    with tarfile.open(path, "r|gz") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                folder, _, name = member.name.rpartition("/")
                yield folder, name, cast(BufferedReader, content)


def _differing(wanted: object, found: object) -> list[str]:
    assert isinstance(wanted, dict)
    assert isinstance(found, dict)
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _used_tables(connection: Connection) -> list[str]:
    tables = (table for table in list_tables(connection) if table.name not in FROM_INIT)
    return [table.name for table in tables if connection.scalar(select(func.count()).select_from(table))]


def _make_tables(revision: str, tell: Tell) -> None:
    """Make every table anew, as it was in the version that made the backup."""
    with db.engine.begin() as connection:
        if has_tables(connection):
            present = MetaData()
            present.reflect(connection)
            present.drop_all(connection)
    upgrade_database(tell, to=revision)


def _restore_files(path: Path, manifest: Manifest, store: FileStore, tell: Tell) -> None:
    for folder, name, content in _members(path):
        if folder == "files":
            stored = store.put(content, key=name)
            if stored.sha256 != manifest.files[name].sha256:
                raise Refused(f"The file {name} was not stored as it was backed up.")
    tell(f"{len(manifest.files)} files restored")


def _restore_rows(path: Path, manifest: Manifest, tell: Tell) -> None:
    """Insert every row in one transaction, read them back, and commit when they are the same."""
    with db.engine.connect().execution_options(**{sqlite.WRITES: True}) as connection:
        tables = {table.name: table for table in list_tables(connection)}
        _let_references_wait(connection)
        for folder, name, content in _members(path):
            if folder == "tables":
                _insert_lines(connection, tables[name.removesuffix(".jsonl")], content)
        _continue_numbering(connection, tables.values())
        found = {name: measure(lines_of(connection, table)) for name, table in tables.items()}
        differing = _differing(manifest.tables, found)
        if differing:
            raise Refused(f"Nothing was restored: {', '.join(differing)} would not be what was backed up.")
        _check_references(connection)
        connection.commit()
    rows = sum(content.rows for content in manifest.tables.values())
    tell(f"{rows} rows in {len(manifest.tables)} tables restored and compared")


def _insert_lines(connection: Connection, table: Table, content: BufferedReader) -> None:
    lines = iter(content)
    while batch := [row_of(table, line) for line in islice(lines, BATCH)]:
        connection.execute(insert(table), batch)


def _let_references_wait(connection: Connection) -> None:
    """Let rows refer to rows that come later; SQLite then checks at the commit."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))


def _continue_numbering(connection: Connection, tables: Iterable[Table]) -> None:
    """Have PostgreSQL number new rows after the restored ones; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns and table.columns["id"].autoincrement is True:
            last = select(func.max(table.columns["id"])).scalar_subquery()
            sequence = sa_cast(func.pg_get_serial_sequence(f'"{table.name}"', "id"), REGCLASS)
            connection.execute(select(func.setval(sequence, last)).where(last.is_not(None)))


def _check_references(connection: Connection) -> None:
    """Ask SQLite whether file and references are sound; PostgreSQL checked each row as it came."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    sound = connection.scalar(text("PRAGMA integrity_check"))
    if broken or sound != "ok":
        raise Refused(f"Nothing was restored: {len(broken)} references lead nowhere ({sound}).")


def _hold_mail(*, now: datetime) -> int:
    """Stop all mail when some waited in the backup; return how many did."""
    waiting = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state.in_(UNSETTLED))
    held = db.session.scalar(waiting) or 0
    db.session.rollback()
    if held:
        because = _("Une sauvegarde a été restaurée : des courriels en attente sont peut-être déjà partis.")
        pause(ALL_LANES, by="helpdesk restore", because=because, now=now)
    return held


def _delete_other_files(manifest: Manifest, store: FileStore) -> None:
    for key in set(store.keys()) - manifest.files.keys():
        store.delete(key)
