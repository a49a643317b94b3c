"""What people do with dossiers in the story, each through the use case that a page would call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.demo.complaints import Story
from helpdesk.demo.timeline import Timeline, some_open_time
from helpdesk.demo.words import FOLLOW_UPS, NOTES
from helpdesk.tickets.follow.service import member_reply, member_solved
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import ACTIVE, Action, EntryKind
from helpdesk.tickets.work.calls import log_call
from helpdesk.tickets.work.holding import Seen
from helpdesk.tickets.work.moves import move
from helpdesk.tickets.work.replies import Draft, Then, send
from helpdesk.tickets.work.rules import CallOutcome
from helpdesk.web.context import support_hours

CLOSING = (
    "Nous considérons le dossier comme résolu. Vous pouvez le rouvrir d’un clic s’il reste quelque chose."
)


class Life:
    """The life of one dossier from its first reader on; chance decides how it goes."""

    def __init__(
        self, timeline: Timeline, random: Random, story: Story, ticket_id: int, agent: Viewer
    ) -> None:
        self.timeline = timeline
        self.random = random
        self.story = story
        self.ticket_id = ticket_id
        self.agent = agent

    def begin(self, opened_at: datetime, *, outcome: str) -> None:
        """Plan what follows: `new` (nobody looked yet), `taken`, `answered`, `waiting`, `resolved` or `reopened`."""
        if outcome == "new":
            return
        self._later(opened_at, 0.3, 6, self._take)
        self.outcome = outcome

    def _later(self, at: datetime, least_h: float, most_h: float, act: Callable[[datetime], None]) -> None:
        when = some_open_time(at, support_hours(), self.random, least_h=least_h, most_h=most_h)
        self.timeline.plan(when, act)

    def _take(self, at: datetime) -> None:
        self._move(Action.TAKE, at)
        if self.random.random() < 0.3:
            self._send(self.random.choice(NOTES), at + timedelta(minutes=2), kind=EntryKind.NOTE)
        if self._ticket().callback_wanted:
            self._later(at, 0.2, 8, self._call)
        if self.outcome != "taken":
            self._later(at, 0.3, 9, self._answer)

    def _call(self, at: datetime) -> None:
        outcome = CallOutcome.REACHED if self.random.random() < 0.7 else CallOutcome.NO_ANSWER
        if self._is_active():
            log_call(self._seen(), outcome, note="Appel dans le créneau demandé.", now=at)

    def _answer(self, at: datetime) -> None:
        then = Then.WAIT if self.outcome in {"waiting", "resolved", "reopened"} else Then.GO_ON
        if not self._is_active():
            return
        self._send(self.story.answer, at, then=then)
        if self.outcome in {"resolved", "reopened"}:
            self._later(at, 1, 14, self._follow_up)

    def _follow_up(self, at: datetime) -> None:
        member_reply(self.ticket_id, self.random.choice(FOLLOW_UPS), now=at)
        self._later(at, 1, 10, self._resolve)

    def _resolve(self, at: datetime) -> None:
        if not self._is_active():
            return
        if self.random.random() < 0.3:
            member_solved(self.ticket_id, now=at)
        else:
            self._send(CLOSING, at, then=Then.RESOLVE)
        if self.outcome == "reopened":
            self._later(at, 2, 12, self._reopen)

    def _reopen(self, at: datetime) -> None:
        member_reply(
            self.ticket_id, "Bonjour, cela recommence ce mois-ci : le même problème est revenu.", now=at
        )

    def _send(
        self, text: str, at: datetime, *, kind: EntryKind = EntryKind.REPLY, then: Then = Then.GO_ON
    ) -> None:
        send(self._seen(), Draft(body=text, kind=kind, then=then), now=at)

    def _move(self, action: Action, at: datetime) -> None:
        move(self._seen(), action, now=at)

    def _is_active(self) -> bool:
        return self._ticket().status in ACTIVE

    def _ticket(self) -> Ticket:
        db.session.expire_all()
        ticket = db.session.get(Ticket, self.ticket_id)
        assert ticket is not None
        return ticket

    def _seen(self) -> Seen:
        ticket = self._ticket()
        last = db.session.scalar(select(func.max(Entry.id)).where(Entry.ticket_id == ticket.id)) or 0
        return Seen(reference=ticket.reference, viewer=self.agent, version=ticket.version, last_line=last)
