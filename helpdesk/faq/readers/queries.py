"""What a person wears, and the condition under which rows are theirs to read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import g, has_request_context
from sqlalchemy import ColumnElement, select, true

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.faq.models import Article
from helpdesk.faq.readers.rules import NOBODY, READS_EVERYTHING, Badges, badges_for, may_read
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import list_places_above


def badges_of(viewer: Viewer | None, on: date) -> Badges:
    """Return the badges of whoever asks; nobody’s cost no statement, those of a person one."""
    return NOBODY if viewer is None else badges_for(viewer.roles, list_places_above(viewer, on))


def open_to(column: Any, badges: Badges) -> ColumnElement[bool]:
    """Say in SQL what `may_read` says; `column` holds the readers of an article.

    Nobody’s badges cost no statement, those of a person one for a request: the few kinds of readers that there
    are. A condition for each badge would be as deep as a person has memberships.
    """
    if READS_EVERYTHING in badges:
        return true()
    is_open: ColumnElement[bool] = column.in_(["", *(_open_to(badges) if badges else ())])
    return is_open


def _open_to(badges: Badges) -> Sequence[str]:
    if not has_request_context():
        return _list_open_to(badges)
    known: dict[Badges, Sequence[str]] = g.setdefault("open_to", {})
    if badges not in known:
        known[badges] = _list_open_to(badges)
    return known[badges]


def _list_open_to(badges: Badges) -> Sequence[str]:
    kinds = db.session.scalars(select(Article.readers).where(Article.readers != "").distinct())
    return [each for each in kinds if may_read(each, badges)]


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
