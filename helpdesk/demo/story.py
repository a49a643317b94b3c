"""The weeks after a migration, told by a seeded program through the use cases: the same story for one `now`.

Some 40 organisations, 13 people, 150 dossiers in every state, mails, votes and searches. All invented.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select

from helpdesk.db import db
from helpdesk.demo.activations import walk_journeys
from helpdesk.demo.acts import Life
from helpdesk.demo.affiliations import affiliate
from helpdesk.demo.casting import Casting
from helpdesk.demo.desks import open_desks
from helpdesk.demo.escalations import plan_escalations
from helpdesk.demo.mails import receive_mails
from helpdesk.demo.network import found
from helpdesk.demo.people import Cast, engage
from helpdesk.demo.reading import read_articles
from helpdesk.demo.timeline import Timeline, some_open_time
from helpdesk.demo.writing import write_articles
from helpdesk.desks.queries import list_members
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.rules import Kind
from helpdesk.outbox.delivery import deliver_due
from helpdesk.tickets.closing import close_due
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices.service import send_notices
from helpdesk.tickets.opening import open_ticket
from helpdesk.web.context import support_hours

SEED = 2018
WEEKS = 3
DOSSIERS = 150
RECENT = timedelta(days=3)
OF_RECENT = {"new": 30, "taken": 15, "answered": 30, "waiting": 20, "resolved": 5}
OF_OLDER = {"resolved": 78, "waiting": 8, "answered": 6, "reopened": 5, "taken": 2, "new": 1}
"""How often a dossier of that age ends this story in that state."""

Tell = Callable[[str], None]


def is_told() -> bool:
    """Tell whether this database already has dossiers."""
    return bool(db.session.scalar(select(exists().where(Ticket.id > 0))))


def tell_story(*, now: datetime, tell: Tell, dossiers: int = DOSSIERS) -> None:
    """Tell the story up to the instant `now`; articles must be loaded."""
    start = now - timedelta(weeks=WEEKS)
    cast = engage(now=start)
    found(cast, now=start)
    open_desks(cast, now=now)
    affiliate(cast, now=now)
    walk_journeys(cast, now=now)
    Play(cast, start=start, end=now, tell=tell).perform(dossiers)
    read_articles(now)
    write_articles(cast, now=now)


class Play:
    """The dossiers of the story, in the order in which things happen."""

    def __init__(self, cast: Cast, *, start: datetime, end: datetime, tell: Tell) -> None:
        self.random = Random(SEED)  # noqa: S311 - a story, not a secret
        self.cast = cast
        self.start, self.end, self.tell = start, end, tell
        self.timeline = Timeline(end)
        self.by_id = {viewer.id: viewer for viewer in cast.values()}
        self.casting = Casting(self.random, _of_kind(Kind.UNION), _of_kind(Kind.SCHOOL_COOPERATIVE))

    def perform(self, dossiers: int) -> None:
        """Open the dossiers over the weeks and let each live its life."""
        weeks_h = WEEKS * 5 * 9
        for number in range(dossiers):
            at = some_open_time(self.start, support_hours(), self.random, least_h=0, most_h=weeks_h)
            self.timeline.plan(min(at, self.end), self._opening(number))
        for days in range(WEEKS * 7 + 1):
            self.timeline.plan(self.start + timedelta(days=days), _pass_the_day)
        plan_escalations(self.timeline, self.cast, end=self.end)
        self.timeline.plan(self.end - timedelta(hours=2), receive_mails)
        self.timeline.plan(self.end, _pass_the_day)
        self.timeline.play()

    def _opening(self, number: int) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            filed = self.casting.file(at, number)
            ticket = open_ticket(filed.complaint, now=at).ticket
            members = [each.id for each in list_members(ticket.desk_id)]
            agent = self.by_id[self.random.choice(members)]
            outcomes = OF_RECENT if self.end - at < RECENT else OF_OLDER
            outcome = self.random.choices(list(outcomes), list(outcomes.values()))[0]
            Life(self.timeline, self.random, filed.story, ticket.id, agent).begin(at, outcome=outcome)
            if number and number % 50 == 0:
                self.tell(f"  {number} dossiers…")

        return act


def _pass_the_day(at: datetime) -> None:
    """Do what the worker would have done: close what was resolved long ago, send what waits."""
    close_due(now=at)
    while send_notices(now=at):
        pass
    while deliver_due(now=at, worker="demo", limit=500):
        pass


def _of_kind(kind: Kind) -> list[Organisation]:
    query = select(Organisation).where(Organisation.kind == kind).order_by(Organisation.code)
    organisations = list(db.session.scalars(query))
    db.session.expunge_all()
    return organisations
