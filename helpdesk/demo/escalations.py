"""What goes up to the confederal administration in the story: one case answered, one that waits, proposals."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from helpdesk.config import settings
from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.demo.people import Cast
from helpdesk.demo.timeline import Timeline
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.dossier.service import draft, material_of
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Move, State
from helpdesk.escalation.sending.service import Confirmation, confirm
from helpdesk.tickets.models import Ticket

TRIED = "Assistance du prestataire appelée deux fois cette semaine, sans réponse écrite."
ANSWER = (
    "La direction de la banque reconnaît l’erreur : reversement vendredi, frais remboursés sur justificatif."
)


def plan_escalations(timeline: Timeline, cast: Cast, *, end: datetime) -> None:
    """Propose what is due in the last days; confirm two, of which one is answered and one acknowledged."""
    timeline.plan(end - timedelta(hours=50), lambda at: _propose_and_confirm(cast, at))
    timeline.plan(end - timedelta(hours=26), lambda at: _say(0, Move.ACKNOWLEDGE, at))
    timeline.plan(end - timedelta(hours=22), lambda at: _say(0, Move.ANSWER, at, ANSWER))
    timeline.plan(end - timedelta(hours=20), lambda at: _say(0, Move.ACKNOWLEDGE, at))


def _propose_and_confirm(cast: Cast, at: datetime) -> None:
    propose_due(now=at)
    grave = [each for each in _in_order() if _is_grave(each)]
    for escalation in grave[:2]:
        _confirm(escalation, cast, at)


def _is_grave(escalation: Escalation) -> bool:
    return db.session.get_one(Ticket, escalation.ticket_id).severity in {Severity.S1, Severity.S2}


def _confirm(escalation: Escalation, cast: Cast, at: datetime) -> None:
    ticket = db.session.get_one(Ticket, escalation.ticket_id)
    words = replace(draft(material_of(ticket, escalation.grounds, now=at)), tried=TRIED)
    confirmation = Confirmation(words=words, key=f"demo-{ticket.id}", confirmed=True)
    confirm(ticket.id, confirmation, by=cast["superviseure"], now=at)


def _say(place: int, move: Move, at: datetime, text: str = "") -> None:
    sent = [each for each in _in_order() if each.state in {State.SENT, State.ACKNOWLEDGED}]
    if len(sent) > place:
        one = sent[place]
        word = Word(
            move=move,
            actor=settings().escalation_to,
            version=one.version,
            key=f"demo-{one.id}-{move.value}",
            text=text,
        )
        act(one.id, word, now=at)


def _in_order() -> list[Escalation]:
    db.session.expire_all()
    return list(db.session.scalars(select(Escalation).order_by(Escalation.id).limit(50)))
