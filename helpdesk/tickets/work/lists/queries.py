"""Lists of dossiers for agents, as plain rows. Who may see is part of each query: see `work.rules`.

A list costs one statement whatever its length: it is ordered by an index and goes on from the last
row shown. Counts of every list are one statement, each count stopping at its cap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk.core.identifiers import fold_key
from helpdesk.core.phones import to_e164
from helpdesk.core.topics import Severity
from helpdesk.db import ask, db
from helpdesk.tickets.work.lists.statements import Listed, Shape, count_statement, list_statement
from helpdesk.tickets.work.reach import reach_values, ticket, visible_to
from helpdesk.tickets.work.rules import (
    COUNTED,
    FIND_LENGTH,
    FIND_WORDS,
    OWN_DESKS,
    RESOLVED_DAYS,
    Cursor,
    Reach,
    View,
)

EVERY_DESK = 0
"""The `desk_id` of a list that looks at all desks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Say which list is wanted and what it is narrowed to; `desk_id` None means one's own desks."""

    view: View
    desk_id: int | None = None
    category: str = ""
    severity: Severity | None = None
    organisation: str = ""
    text: str = ""
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Hold the instant a list is read at, and until when what is due counts as soon due."""

    now: datetime
    soon: datetime


def list_dossiers(wanted: Wanted, reach: Reach, moment: Moment, *, limit: int) -> Sequence[Listed]:
    """List the dossiers of a view, in its order, after the cursor if there is one."""
    found_words, organisation_words = _words(wanted.text), _words(wanted.organisation)
    phone = _phone(wanted.text)
    shape = Shape(
        view=wanted.view,
        sees_all=reach.supervises,
        own_desks=_keeps_to_own_desks(wanted, reach),
        one_desk=bool(wanted.desk_id),
        category=bool(wanted.category),
        severity=wanted.severity is not None,
        organisation_words=len(organisation_words),
        words=len(found_words),
        phone=bool(phone),
        after=wanted.after is not None,
        after_undated=wanted.after is not None and wanted.after.at is None,
    )
    values = {
        **_values(reach, moment),
        "desk_id": wanted.desk_id,
        "category": wanted.category,
        "severity": wanted.severity,
        "after_at": wanted.after and wanted.after.at,
        "after_id": wanted.after and wanted.after.id,
        "limit": limit,
        "phone": phone,
        **{f"word_{place}": word for place, word in enumerate(found_words)},
        **{f"organisation_{place}": word for place, word in enumerate(organisation_words)},
    }
    return [Listed(*row) for row in ask(list_statement(shape), values)]


def find_reference(reference: str, reach: Reach) -> str | None:
    """Return the reference when there is such a dossier and it may be seen, else None."""
    query = select(ticket.reference).where(ticket.reference == reference).where(visible_to(reach))
    return db.session.scalar(query, reach_values(reach))


def count_views(reach: Reach, moment: Moment) -> Mapping[View, int]:
    """Count the lists shown beside each page in one statement, none further than one above the cap."""
    statement = count_statement(sees_all=reach.supervises, has_desk=reach.begins_at_own_desks)
    row = ask(statement, _values(reach, moment)).one()
    return dict(zip(COUNTED, row, strict=True))


def _values(reach: Reach, moment: Moment) -> dict[str, Any]:
    return {**reach_values(reach), "soon": moment.soon, "since": moment.now - RESOLVED_DAYS}


def _keeps_to_own_desks(wanted: Wanted, reach: Reach) -> bool:
    return wanted.desk_id is None and wanted.view in OWN_DESKS and reach.begins_at_own_desks


def _words(text: str) -> list[str]:
    """Return what a row's key must hold, as patterns for LIKE."""
    words = fold_key(text[:FIND_LENGTH]).split()[:FIND_WORDS]
    return [f"%{_escaped(word)}%" for word in words]


def _phone(text: str) -> str:
    """Return a telephone number as dossiers have it, however it is typed; empty for anything else."""
    try:
        return to_e164(text)
    except ValueError:
        return ""


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")
