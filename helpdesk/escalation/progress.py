"""Where an escalation stands, as stages that pages draw."""

from collections.abc import Sequence

from helpdesk.escalation.models import Escalation, EscalationStep
from helpdesk.escalation.rules import Move, State
from helpdesk.web.filters import day
from helpdesk.web.i18n import gettext as _

Stage = tuple[str, str, str]
"""Words, detail, and where it stands: `done`, `now` or empty."""

_REACHED = {State.PROPOSED: 0, State.SENT: 1, State.ACKNOWLEDGED: 2, State.IN_CHARGE: 3}


def stages(escalation: Escalation, steps: Sequence[EscalationStep]) -> list[Stage]:
    """Return the way of an escalation: sent, received, taken charge of, answered.

    One that was answered straight away was never taken charge of, and does not say so.
    """
    is_over = escalation.closed_at is not None
    reached = 4 if is_over else _REACHED.get(escalation.state, 0)
    taken_at = next((step.created_at for step in steps if step.move is Move.TAKE_CHARGE), None)
    last = _("Refusée") if escalation.state is State.REFUSED else _("Réponse")
    way = [
        (_("Envoyée"), escalation.sent_at),
        (_("Reçue"), escalation.acknowledged_at),
        (_("Prise en charge"), taken_at),
        (last, escalation.closed_at),
    ]
    return [
        (word, day(at) if at else "", _state(place, reached, is_over=is_over))
        for place, (word, at) in enumerate(way, start=1)
        if at is not None or not is_over
    ]


def _state(place: int, reached: int, *, is_over: bool) -> str:
    if place == reached and not is_over:
        return "now"
    return "done" if place <= reached else ""
