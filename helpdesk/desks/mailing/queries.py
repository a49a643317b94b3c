"""What somebody chose about mails, and what waits for their digest."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.desks.mailing.rules import Rhythm
from helpdesk.desks.models import Desk, DeskMember
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.preferences.models import MailHabit, NoticeChoice
from helpdesk.outbox.preferences.rules import Timing
from helpdesk.outbox.rules import State

PEOPLE_AT_MOST = 500
MAILS_AT_MOST = 500
DESKS_AT_MOST = 30


def list_own_desks(person_id: int) -> Sequence[tuple[str, str]]:
    """List the desks somebody works at, as (scope, name)."""
    query = (
        select(Desk.id, Desk.name)
        .join(DeskMember, DeskMember.desk_id == Desk.id)
        .where(DeskMember.person_id == person_id)
        .order_by(Desk.name, Desk.id)
        .limit(DESKS_AT_MOST)
    )
    return [(f"desk:{row.id}", row.name) for row in db.session.execute(query)]


def list_choices(person_id: int) -> Mapping[tuple[str, str], Timing]:
    """Return what somebody chose, by scope and event."""
    query = select(NoticeChoice).where(NoticeChoice.person_id == person_id)
    return {(each.scope, each.event): each.timing for each in db.session.scalars(query)}


def find_habit(person_id: int) -> MailHabit | None:
    """Return how somebody wants their mails, None when they never said."""
    return db.session.get(MailHabit, person_id)


def rhythm_of(habit: MailHabit | None) -> Rhythm:
    """Return when the digest comes, as it does for who never said."""
    return Rhythm(habit.digest, habit.weekday, habit.hour) if habit else Rhythm()


def list_people_with_held_mails() -> Sequence[int]:
    """List those for whom notices wait."""
    query = (
        select(OutgoingMail.person_id)
        .where(OutgoingMail.state == State.HELD, OutgoingMail.person_id.is_not(None))
        .group_by(OutgoingMail.person_id)
        .order_by(OutgoingMail.person_id)
        .limit(PEOPLE_AT_MOST)
    )
    return [number for number in db.session.scalars(query) if number is not None]


def lock_held_mails(person_id: int) -> Sequence[OutgoingMail]:
    """Return the notices that wait for somebody, oldest first, kept from other workers until the use case ends."""
    query = (
        select(OutgoingMail)
        .where(OutgoingMail.state == State.HELD, OutgoingMail.person_id == person_id)
        .order_by(OutgoingMail.id)
        .limit(MAILS_AT_MOST)
        .with_for_update()
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()
