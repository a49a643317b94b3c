"""Whether database, index and files agree (promise P6): what differs, and the repair where it can be derived."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import func, select, text

from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.engines.search import SearchUnavailable
from helpdesk.engines.store import FileMissing, FileStore, open_store
from helpdesk.faq import indexing
from helpdesk.outbox import leases
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.queries import count_dead
from helpdesk.outbox.rules import State
from helpdesk.tickets.models import Attachment
from helpdesk.worker.jobs import JOBS
from helpdesk.worker.models import Job
from helpdesk.worker.readiness import is_migrated, list_late
from helpdesk.worker.service import free_abandoned

IN_HAND = timedelta(hours=1)
"""Age under which a file without row may belong to a complaint that is just being sent."""

OTHERS = 0o077


@dataclass(frozen=True)
class Finding:
    """Something that differs, in a sentence; `repair` mends it and is None when only a person can."""

    sentence: str
    repair: Callable[[], object] | None = None

    def mend(self) -> bool:
        """Repair it if that can be done; tell whether it was."""
        if self.repair is not None:
            self.repair()
        return self.repair is not None


@dataclass(frozen=True)
class Examination:
    """How to look: at which instant, and whether every file is read through."""

    now: datetime
    deep: bool = False


def examine(look: Examination) -> Iterator[Finding]:
    """Yield what differs; the tables come first, since nothing else can be looked at without them."""
    with db.engine.connect() as connection:
        if not is_migrated(connection):
            yield Finding("The tables are not those of this version: run “helpdesk upgrade”.")
            return
    yield from _examine_folder(settings().instance_dir)
    yield from _examine_sqlite()
    yield from _examine_index(look)
    yield from _examine_files(look)
    yield from _examine_leases(look)


def list_notes(*, now: datetime) -> list[str]:
    """Say what an operator should know though nothing differs: a late worker, mail that was given up."""
    late, dead = list_late([job.name for job in JOBS], now=now), count_dead()
    notes = [f"No worker does what is due: {', '.join(late)}. Is “helpdesk worker” running?"] if late else []
    fresh = _count_fresh_files()
    if fresh:
        notes.append(f"{fresh} files belong to no dossier yet; those that stay so for an hour are reported.")
    if dead:
        notes.append(f"{dead} mails could not be delivered; supervisors find them at /bureau/courriels/.")
    return notes


def _examine_folder(folder: Path) -> Iterator[Finding]:
    for path in (folder, folder / "secret_key"):
        if path.exists() and path.stat().st_mode & OTHERS:
            mode = 0o700 if path.is_dir() else 0o600
            yield Finding(f"Others on this machine can read {path}.", partial(path.chmod, mode))


def _examine_sqlite() -> Iterator[Finding]:
    if db.engine.dialect.name != "sqlite":
        return
    sound = db.session.scalar(text("PRAGMA integrity_check(1)"))
    if sound != "ok":
        yield Finding(f"The database file is damaged ({sound}): restore the last backup.")
    for table, _, parent, _ in db.session.execute(text("PRAGMA foreign_key_check")).all():
        yield Finding(f"A row of {table} refers to a row of {parent} that is not there.")


def _examine_index(look: Examination) -> Iterator[Finding]:
    rebuild = partial(indexing.rebuild_index, now=look.now)
    try:
        wrong, extra = indexing.list_differences(local(look.now).date())
    except SearchUnavailable as error:
        yield Finding(f"The search index cannot be read ({error}).", rebuild)
        return
    if wrong or extra:
        yield Finding(
            f"The search index differs from the database: {len(wrong)} articles to index, {len(extra)} to forget.",
            rebuild,
        )


def _examine_files(look: Examination) -> Iterator[Finding]:
    store = open_store(settings().engine_url("store"))
    # Listed before the rows: a file that arrives meanwhile is not taken for one that nobody wants.
    kept = set(store.keys())
    rows = db.session.execute(select(Attachment.store_key, Attachment.size, Attachment.sha256)).all()
    for key, size, sha256 in rows:
        yield from _examine_file(store, key, size, sha256 if look.deep else "")
    for key in sorted(kept - {row.store_key for row in rows}):
        if _is_older(store, key, look.now - IN_HAND):
            yield Finding(f"The file {key} belongs to no dossier.", partial(store.delete, key))


def _count_fresh_files() -> int:
    """Count the files without a dossier; an hour old, `examine` would have named them."""
    kept = set(open_store(settings().engine_url("store")).keys())
    return len(kept - set(db.session.scalars(select(Attachment.store_key))))


def _examine_file(store: FileStore, key: str, size: int, sha256: str) -> Iterator[Finding]:
    try:
        if store.size(key) != size:
            yield Finding(
                f"The file {key} has not the length it was received with: restore it from a backup."
            )
        elif sha256 and _hash(store, key) != sha256:
            yield Finding(f"The file {key} is not what was received: restore it from a backup.")
    except FileMissing:
        yield Finding(f"The file {key} of a dossier is missing: restore it from a backup.")


def _hash(store: FileStore, key: str) -> str:
    with store.open(key) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _is_older(store: FileStore, key: str, instant: datetime) -> bool:
    try:
        return store.stored_at(key) < instant
    except FileMissing:
        return False


def _examine_leases(look: Examination) -> Iterator[Finding]:
    mails = db.session.scalar(
        select(func.count())
        .select_from(OutgoingMail)
        .where(OutgoingMail.state == State.SENDING, OutgoingMail.lease_until <= look.now)
    )
    if mails:
        sentence = f"{mails} mails are held by a worker that is gone."
        yield Finding(sentence, partial(leases.tidy, now=look.now))
    turns = db.session.scalar(select(func.count()).select_from(Job).where(Job.lease_until <= look.now))
    if turns:
        yield Finding(
            f"{turns} jobs are held by a worker that is gone.", partial(free_abandoned, now=look.now)
        )
