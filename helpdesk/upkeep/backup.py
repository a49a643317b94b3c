"""Making a backup while the service runs: rows as they are at one instant, then the files they name."""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, select

from helpdesk.config import settings
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.engines.files import PRIVATE_FILE, fsync_folder
from helpdesk.engines.store import FileMissing, FileStore, open_store
from helpdesk.tickets.models import Attachment
from helpdesk.upkeep.archive import (
    MANIFEST,
    FileContent,
    Manifest,
    Measure,
    TableContent,
    key_check,
    lines_of,
    list_tables,
)
from helpdesk.worker.readiness import current_revision

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Writer:
    """An archive being written, and the folder for what must be measured before it goes in."""

    tar: tarfile.TarFile
    folder: Path

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Put `size` bytes in under `name`."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, PRIVATE_FILE
        self.tar.addfile(member, content)


def make_backup(path: Path, *, now: datetime, tell: Tell) -> Manifest:
    """Write everything but the secret key into `path`, whole or not at all; return what it holds."""
    if path.exists():
        raise Refused(f"{path} is there already: choose another name.")
    chosen = settings()
    store = open_store(chosen.engine_url("store"))
    with _archive(path) as writer, _snapshot() as connection:
        revision = current_revision(connection)
        if revision is None:
            raise Refused("The database has no tables yet: there is nothing to back up.")
        tables = {
            table.name: _add_table(writer, connection, table.name, lines_of(connection, table), tell)
            for table in list_tables(connection)
        }
        files, missing = _add_files(writer, connection, store, tell)
        manifest = Manifest(
            made_at=now.isoformat(),
            revision=revision,
            database=connection.dialect.name,
            key_check=key_check(chosen.secret_key.get_secret_value()),
            tables=tables,
            files=files,
            missing=tuple(missing),
        )
        text = manifest.to_json()
        writer.add(MANIFEST, io.BytesIO(text), len(text))
    return manifest


@contextmanager
def _archive(path: Path) -> Iterator[Writer]:
    """Write beside `path` and move there at the end, so that nobody takes half a backup for one."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with open(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                yield Writer(tar, path.parent)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Read the database as it is at one instant, whatever is written meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection
        connection.rollback()


def _add_table(
    writer: Writer, connection: Connection, name: str, lines: Iterator[bytes], tell: Tell
) -> TableContent:
    measured = Measure()
    with tempfile.TemporaryFile(dir=writer.folder) as spool:
        for line in lines:
            measured.add(line)
            spool.write(line + b"\n")
        size = spool.tell()
        spool.seek(0)
        writer.add(f"tables/{name}.jsonl", spool, size)
    tell(f"{name}: {measured.rows} rows")
    return measured.content()


def _add_files(
    writer: Writer, connection: Connection, store: FileStore, tell: Tell
) -> tuple[dict[str, FileContent], list[str]]:
    """Put every attachment in; return what they are, and which are missing or not what the database says."""
    found: dict[str, FileContent] = {}
    missing: list[str] = []
    wanted = connection.execute(select(Attachment.store_key, Attachment.sha256).order_by(Attachment.id))
    for key, sha256 in wanted:
        try:
            found[key] = _add_file(writer, store, key)
        except FileMissing:
            missing.append(key)
        else:
            if found[key].sha256 != sha256:
                missing.append(key)
    tell(f"{len(found)} files")
    return found, missing


def _add_file(writer: Writer, store: FileStore, key: str) -> FileContent:
    size = store.size(key)
    with store.open(key) as content:
        hashed = _Hashed(content)
        writer.add(f"files/{key}", hashed, size)  # type: ignore[arg-type]
    return FileContent(size, hashed.sha256.hexdigest())


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._content.read(size)
        self.sha256.update(chunk)
        return chunk
