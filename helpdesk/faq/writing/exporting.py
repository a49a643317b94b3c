"""Writing what readers see back into files, to the last byte; a file that somebody changed is left alone."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from helpdesk.db import db, transactional
from helpdesk.faq.companions.files import Held, list_files
from helpdesk.faq.content.source import Fault, read_text
from helpdesk.faq.writing.files import get_file
from helpdesk.faq.writing.models import ArticleFile, Manuscript
from helpdesk.faq.writing.rules import Kind
from helpdesk.faq.writing.settling import in_batches
from helpdesk.faq.writing.texts import hash_of

LONGEST_PATH = 500


@dataclass
class Exported:
    """What an export did; `conflicts` are files that were changed since and were left as they are."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    conflicts: list[tuple[Path, str]] = field(default_factory=list)
    """The file, and the text it should have."""


@transactional
def export_content(folder: Path, *, now: datetime) -> Exported:
    """Bring the files under `folder` to what readers see here; what they then hold is the common version.

    Texts that never were public are left out. A file is written whole or not at all.
    """
    done, root = Exported(), folder.resolve()
    lying = _lying(root)
    for row in in_batches(db.session.scalars(select(Manuscript.id).order_by(Manuscript.path)).all()):
        text, path = row.live_text, root / row.path
        there = read_text(path) if path.is_file() else None
        known = {row.file_hash, row.export_hash if row.export_folder == str(root) else ""}
        if there == text:
            done.unchanged += text is not None
        elif isinstance(there, Fault) or (there is not None and hash_of(there) not in known):
            done.conflicts.append((path, text or ""))
            continue
        elif text is None:
            path.unlink()
            done.removed += 1
        else:
            _write(path, text.encode())
            done.written += 1
        _remember(row, text, root)
        _remove_moved(row, known, [each for each in lying.get(path.name, []) if each != path], done)
    _export_files(root, done, [*list_files(), *_sent_files()])
    return done


def _lying(root: Path) -> Mapping[str, Sequence[Path]]:
    """Return where the files of articles lie, by their names: one may have gone to another collection."""
    found: dict[str, list[Path]] = {}
    for path in sorted(root.glob("faq/*/*.md")):
        found.setdefault(path.name, []).append(path)
    return found


def _remove_moved(row: Manuscript, known: set[str], elsewhere: Sequence[Path], done: Exported) -> None:
    """Remove the file of an article that lies in another collection now: two of one name could not be loaded."""
    if row.kind is not Kind.ARTICLE:
        return
    for path in elsewhere:
        there = read_text(path)
        if isinstance(there, str) and hash_of(there) in known:
            path.unlink()
            done.removed += 1


def _sent_files() -> Iterator[Held]:
    for name in db.session.scalars(select(ArticleFile.name).order_by(ArticleFile.name)).all():
        yield Held(f"files/{name}", get_file(name).body)


def _export_files(root: Path, done: Exported, files: Iterable[Held]) -> None:
    """Write what is no text of ours to change: the glossary, trees of questions, guides."""
    for each in files:
        path = root / each.path
        if not path.exists():
            _write(path, each.body)
            done.written += 1
        elif path.read_bytes() == each.body:
            done.unchanged += 1
        else:
            done.conflicts.append((path, each.body.decode(errors="replace")))


def _remember(row: Manuscript, text: str | None, root: Path) -> None:
    if text is None:
        return
    row.export_hash, row.export_folder = hash_of(text), str(root)[:LONGEST_PATH]


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(body)
    os.replace(beside, path)
