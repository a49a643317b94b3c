"""The history of a text: each line holds the whole text as it then was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.faq.writing.models import Manuscript, Revision
from helpdesk.faq.writing.rules import Event


@dataclass(frozen=True)
class Line:
    """What happened, who did it (nobody for a file), and what they said."""

    event: Event
    by: Viewer | None = None
    note: str = ""


def keep_first(row: Manuscript) -> None:
    """Keep a text that has no history yet, before it changes: a load writes none, since most never change."""
    db.session.flush()
    if _last_number(row) == 0:
        _add(row, 1, Line(Event.LOADED), row.updated_at)


def keep_revision(row: Manuscript, line: Line, *, now: datetime) -> Revision:
    """Add a line to the history, with the text as it now is."""
    db.session.flush()
    return _add(row, _last_number(row) + 1, line, now)


def _last_number(row: Manuscript) -> int:
    return db.session.scalar(select(func.max(Revision.number)).where(Revision.manuscript_id == row.id)) or 0


def _add(row: Manuscript, number: int, line: Line, at: datetime) -> Revision:
    revision = Revision(
        manuscript_id=row.id,
        number=number,
        event=line.event,
        text=row.text,
        note=line.note,
        person_id=line.by.id if line.by else None,
        person_name=line.by.name if line.by else "",
        created_at=at,
    )
    db.session.add(revision)
    return revision
