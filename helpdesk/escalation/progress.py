"""Where an escalation stands, as stages that pages draw."""

from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import State
from helpdesk.web.filters import day
from helpdesk.web.i18n import gettext as _

Stage = tuple[str, str, str]
"""Words, detail, and where it stands: `done`, `now` or empty."""

_REACHED = {State.PROPOSED: 0, State.SENT: 1, State.ACKNOWLEDGED: 2, State.IN_CHARGE: 3}


def stages(escalation: Escalation) -> list[Stage]:
    """Return the way of an escalation: sent, received, taken charge of, answered."""
    is_over = escalation.closed_at is not None
    reached = 4 if is_over else _REACHED.get(escalation.state, 0)
    last = _("Refusée") if escalation.state is State.REFUSED else _("Réponse")
    words = [_("Envoyée"), _("Reçue"), _("Prise en charge"), last]
    days = [escalation.sent_at, escalation.acknowledged_at, None, escalation.closed_at]
    return [
        (word, day(at) if at else "", _state(place, reached, is_over=is_over))
        for place, (word, at) in enumerate(zip(words, days, strict=True), start=1)
    ]


def _state(place: int, reached: int, *, is_over: bool) -> str:
    if place == reached and not is_over:
        return "now"
    return "done" if place <= reached else ""
