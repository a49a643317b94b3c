"""The files of content/ that are no articles: kept byte for byte, written again by an export."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from helpdesk.core.errors import NotFound
from helpdesk.db import db, transactional
from helpdesk.faq.companions.models import ContentFile

LONGEST = 4 * 1024 * 1024
"""Largest file that is kept, in bytes."""


@dataclass(frozen=True)
class Held:
    """A file read from a content folder; `path` goes from the folder down, with `/`."""

    path: str
    body: bytes

    @property
    def sha256(self) -> str:
        """Return the checksum that is shown beside a download."""
        return hashlib.sha256(self.body).hexdigest()


def hold(root: Path, path: Path) -> Held:
    """Read one file."""
    return Held(path.relative_to(root).as_posix(), path.read_bytes())


@transactional
def store_files(wanted: Sequence[Held]) -> None:
    """Make the table hold these files and no others; one that is unchanged is not written."""
    known = {row.path: row.sha256 for row in db.session.execute(select(ContentFile.path, ContentFile.sha256))}
    for each in wanted:
        if known.pop(each.path, None) == each.sha256:
            continue
        row = db.session.get(ContentFile, each.path) or ContentFile(path=each.path)
        row.size, row.sha256, row.body = len(each.body), each.sha256, each.body
        db.session.add(row)
    if known:
        db.session.execute(delete(ContentFile).where(ContentFile.path.in_(known)))


def get_file(path: str) -> ContentFile:
    """Return one file with its body."""
    row = db.session.get(ContentFile, path, options=[undefer(ContentFile.body)])
    if row is None:
        raise NotFound
    return row


def list_files() -> Iterator[Held]:
    """Yield every file, one at a time."""
    for path in db.session.scalars(select(ContentFile.path).order_by(ContentFile.path)).all():
        yield Held(path, get_file(path).body)
