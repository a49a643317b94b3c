"""Setting up desks and absences."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.hours import parse_hours
from helpdesk.core.identifiers import one_line
from helpdesk.db import db, transactional
from helpdesk.desks.models import Absence, Desk, DeskMember
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True)
class DeskDetails:
    """What is known of a desk; empty hours mean those of the whole helpdesk."""

    slug: str
    name: str
    description: str = ""
    hours: str = ""
    holidays_subdivision: str = ""
    closed_on: date | None = None
    member_ids: frozenset[int] = frozenset()


@transactional
def save_desk(details: DeskDetails) -> Desk:
    """Create the desk called `details.slug`, or bring it up to date; raise Refused for hours that cannot be read."""
    check_hours(details.hours, details.holidays_subdivision)
    desk = db.session.scalar(select(Desk).where(Desk.slug == details.slug))
    if desk is None:
        desk = Desk(slug=details.slug)
        db.session.add(desk)
    desk.name = one_line(details.name)
    desk.description = one_line(details.description)
    desk.hours = details.hours
    desk.holidays_subdivision = details.holidays_subdivision
    desk.closed_on = details.closed_on
    db.session.flush()
    db.session.execute(delete(DeskMember).where(DeskMember.desk_id == desk.id))
    db.session.add_all(DeskMember(desk_id=desk.id, person_id=each) for each in sorted(details.member_ids))
    return desk


@transactional
def reopen_desk(desk_id: int) -> None:
    """Let a closed desk take dossiers again."""
    desk = db.session.get(Desk, desk_id)
    if desk is None:
        raise NotFound
    desk.closed_on = None


@transactional
def add_absence(
    *, person_id: int, starts_on: date, ends_on: date, substitute_id: int | None = None
) -> Absence:
    """Note that a person is away from the first day to the last, both included."""
    if ends_on < starts_on:
        raise Refused(_("Le dernier jour précède le premier."))
    if substitute_id == person_id:
        raise Refused(_("Une personne ne peut pas se remplacer elle-même."))
    absence = Absence(person_id=person_id, starts_on=starts_on, ends_on=ends_on, substitute_id=substitute_id)
    db.session.add(absence)
    db.session.flush()
    return absence


@transactional
def remove_absence(absence_id: int) -> None:
    """Take an absence back."""
    absence = db.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    db.session.delete(absence)


def check_hours(text: str, subdivision: str) -> None:
    """Raise Refused with a sentence when the hours cannot be read."""
    try:
        parse_hours(text or "lun-ven 09:00-18:00", subdivision=subdivision)
    except (ValueError, NotImplementedError):
        raise Refused(
            _(
                "Ces horaires ne se lisent pas. Écrivez par exemple : lun-ven 09:00-12:00,13:30-18:00; sam 09:00-12:00"
            )
        ) from None
