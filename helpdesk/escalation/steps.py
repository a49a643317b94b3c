"""How an escalation begins and goes on, and the one place that writes down that it did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.escalation.labels import state_label
from helpdesk.escalation.models import Escalation, EscalationStep
from helpdesk.escalation.rules import Move, Origin, State, next_state
from helpdesk.tickets.models import Ticket
from helpdesk.web.i18n import gettext as _


def begin(ticket: Ticket, origin: Origin, grounds: Sequence[dict[str, Any]], *, now: datetime) -> Escalation:
    """Open an escalation of a dossier that has none pending, as a proposal; it has its id."""
    escalation = Escalation(
        ticket_id=ticket.id,
        state=State.PROPOSED,
        origin=origin,
        version=1,
        grounds=list(grounds),
        asks=[],
        proposed_at=now,
    )
    db.session.add(escalation)
    db.session.flush()
    return escalation


def note(
    escalation: Escalation,
    *,
    now: datetime,
    move: Move | None = None,
    actor: str = "",
    text: str = "",
    bank_text: str = "",
    key: str = "",
) -> EscalationStep:
    """Write down what happened. Without a move it is the proposal itself, or, with a text, the member's wish."""
    step = EscalationStep(
        escalation_id=escalation.id,
        state=escalation.state,
        move=move,
        actor=actor,
        text=text,
        bank_text=bank_text,
        submission_key=key or None,
        created_at=now,
    )
    db.session.add(step)
    return step


def target_of(escalation: Escalation, move: Move) -> State:
    """Return where the move leads; raise Refused when the escalation's state does not allow it."""
    target = next_state(escalation.state, move)
    if target is None:
        state = state_label(escalation.state).lower()
        raise Refused(
            _("Cette action n’est plus possible : la saisine est « %(state)s ».", state=state), status=409
        )
    return target
