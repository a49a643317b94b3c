"""Two doors to one list, as for articles: groups changed in the browser and a file that is loaded and exported."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select

from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.db import db, transactional
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.queries import list_groups
from helpdesk.faq.synonyms.source import NAME, Group, as_file, groups_in
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Door, Kind, State
from helpdesk.faq.writing.settling import Move
from helpdesk.faq.writing.texts import Papers, hash_of
from helpdesk.web.i18n import gettext as _


def find_text() -> Manuscript | None:
    """Return the list as a text, None while the shipped one holds and none was ever loaded."""
    return db.session.scalars(select(Manuscript).where(Manuscript.kind == Kind.SYNONYMS)).first()


@transactional
def keep_text(*, now: datetime) -> None:
    """Write the groups of the table down as the file that an export makes of them."""
    groups, row = list_groups(), find_text()
    if groups and row is None:
        row = Manuscript(path=NAME, kind=Kind.SYNONYMS, slug="synonyms", lang="fr", version=0)
        db.session.add(row)
    if row is not None:
        row.text = as_file([each.words for each in groups]) if groups else row.text
        row.text_hash = hash_of(row.text)
        row.state = State.PUBLISHED if groups else State.ARCHIVED
        row.version += 1
        row.updated_at = now


@transactional
def ensure_text(*, now: datetime) -> None:
    """Write the groups down if that was never done, so that no file takes their place unseen."""
    if find_text() is None:
        keep_text(now=now)


@transactional
def follow_file(moves: Iterable[Move], papers: Papers, *, now: datetime) -> None:
    """Let the table say what a file that is followed says; part of a load."""
    for move in moves:
        paper = None if move.paper is None or papers.is_source(move.paper) else papers[move.paper]
        if paper is not None and paper.kind is Kind.SYNONYMS and move.door is Door.FILE:
            _replace(groups_in(Path(NAME), paper.text)[0], now)
        elif move.row is not None and move.row.kind is Kind.SYNONYMS and move.door is Door.GONE:
            _replace([], now)


@transactional
def settle_list(*, keeps_file: bool, file_hash: str, now: datetime) -> None:
    """End a conflict; `file_hash` is that of the file as the person saw it."""
    row = find_text()
    if row is None or row.file_text is None:
        raise NotFound
    if hash_of(row.file_text) != file_hash:
        raise Stale(_("Le fichier a changé entre-temps : regardez de nouveau."))
    text, row.file_text = row.file_text, None
    row.file_hash = hash_of(text) if text else ""
    row.version += 1
    if keeps_file:
        groups, faults = groups_in(Path(NAME), text) if text else ([], [])
        if faults:
            raise Refused(_("Ce fichier n’est plus une liste de groupes."))
        _replace(groups, now)
        row.text, row.text_hash = text or row.text, hash_of(text or row.text)
        row.state = State.PUBLISHED if text else State.ARCHIVED


def _replace(groups: Iterable[Group], now: datetime) -> None:
    db.session.execute(delete(SynonymGroup))
    db.session.add_all(SynonymGroup(words=list(group), updated_at=now) for group in groups)
