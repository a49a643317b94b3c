"""What a person wears, and the condition under which rows are theirs to read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.faq.readers.rules import MARK, NOBODY, READS_EVERYTHING, Badges, badges_for
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import list_places_above


def badges_of(viewer: Viewer | None, on: date) -> Badges:
    """Return the badges of whoever asks; nobody’s cost no statement, those of a person one."""
    return NOBODY if viewer is None else badges_for(viewer.roles, list_places_above(viewer, on))


def open_to(column: Any, badges: Badges) -> ColumnElement[bool]:
    """Say in SQL what `may_read` says; `column` holds the readers of an article."""
    if READS_EVERYTHING in badges:
        return true()
    worn = (column.contains(f"{MARK}{badge}{MARK}", autoescape=True) for badge in sorted(badges))
    return or_(column == "", *worn)


def list_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of organisations by code; those that do not exist are left out."""
    wanted: Sequence[str] = sorted(set(codes))
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Organisation.code, Organisation.short_name, Organisation.name).where(
            Organisation.code.in_(wanted)
        )
    )
    return {row.code: row.short_name or row.name for row in rows}
