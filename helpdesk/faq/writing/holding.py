"""A text in somebody's hands: who does what to which version of it, and what the rules say to that."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.db import db
from helpdesk.faq.writing.history import Line, keep_revision
from helpdesk.faq.writing.labels import OBSTACLES
from helpdesk.faq.writing.looking import Looked
from helpdesk.faq.writing.models import Manuscript, Revision
from helpdesk.faq.writing.rules import LISTS, Act, Event, Obstacle, Standing, may, obstacle
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True)
class Step:
    """Who does something to which version of a text, when, and what they say."""

    by: Viewer
    version: int
    now: datetime
    note: str = ""
    translates: str = ""
    """Of a translation that was looked over: the mark of the original that was seen then."""


class Outdated(Stale):
    """Somebody else saved meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un d’autre a enregistré cette fiche entre-temps. Votre texte est gardé ci-dessous.")
        )


def get(manuscript_id: int) -> Manuscript:
    """Return a text; raise NotFound when there is none."""
    row = db.session.get(Manuscript, manuscript_id)
    if row is None or row.kind in LISTS:
        raise NotFound
    return row


def get_revision(manuscript_id: int, number: int) -> Revision:
    """Return a line of the history of a text."""
    found = db.session.scalars(
        select(Revision).where(Revision.manuscript_id == manuscript_id, Revision.number == number)
    ).first()
    if found is None:
        raise NotFound
    return found


def standing_of(row: Manuscript, *, is_sound: bool = True) -> Standing:
    """Return what the rules look at."""
    return Standing(
        row.state,
        writers=_writers(row),
        is_scheduled=row.publish_at is not None,
        in_conflict=row.in_conflict,
        is_sound=is_sound,
    )


def obstacle_to(act: Act, row: Manuscript, by: Viewer, *, is_sound: bool = True) -> Obstacle | None:
    """Return what keeps somebody from doing this now; None when nothing does."""
    two = settings().content_two_people
    return obstacle(act, standing_of(row, is_sound=is_sound), person_id=by.id, two_people=two)


def _writers(row: Manuscript) -> frozenset[int]:
    """Return who wrote in a text since it was last public; putting it aside and back changes nothing of that."""
    lines = db.session.execute(
        select(Revision.person_id, Revision.event)
        .where(Revision.manuscript_id == row.id)
        .order_by(Revision.number.desc())
    )
    found = set()
    for person_id, event in lines:
        if event in {Event.PUBLISHED, Event.LOADED}:
            break
        if event in {Event.SAVED, Event.RESTORED, Event.MERGED} and person_id is not None:
            found.add(person_id)
    return frozenset(found)


def hold(manuscript_id: int, step: Step) -> Manuscript:
    """Return a text that nobody else changes until the transaction ends; raise NotFound, or Outdated."""
    row = db.session.get(Manuscript, manuscript_id, with_for_update=True, populate_existing=True)
    if row is None or row.kind in LISTS:
        raise NotFound
    if row.version != step.version:
        raise Outdated
    return row


def allow(act: Act, row: Manuscript, step: Step, *, look: Looked | None = None) -> None:
    """Refuse what the rules do not let this person do with a text now."""
    if not may(act, step.by.roles):
        raise NotFound
    found = obstacle_to(act, row, step.by, is_sound=look is None or look.is_sound)
    if found is not None:
        raise Refused(str(OBSTACLES[found]), status=409 if found is Obstacle.STATE else 422)


def record_step(row: Manuscript, event: Event, step: Step) -> None:
    """Keep a step in the history, as a new version."""
    row.version += 1
    row.updated_at = step.now
    keep_revision(row, Line(event, step.by, step.note), now=step.now)
