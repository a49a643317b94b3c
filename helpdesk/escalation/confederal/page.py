"""What both pages of the administrators show of an escalation, and what a submit does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template
from werkzeug.wrappers import Response

from helpdesk.core.clock import now
from helpdesk.core.errors import NotFound, Refused
from helpdesk.escalation.answers.service import act
from helpdesk.escalation.confederal.forms import FORMS, SLUGS, MoveForm
from helpdesk.escalation.dossier.rules import from_json
from helpdesk.escalation.labels import MOVES, STATE_LOOKS, state_label
from helpdesk.escalation.models import Escalation, EscalationStep
from helpdesk.escalation.progress import stages
from helpdesk.escalation.queries import get_with_ticket, list_copies, list_steps
from helpdesk.escalation.rules import Move, State, next_state
from helpdesk.tickets.rules import ACTIVE

ADDRESSES = {move: slug for slug, move in SLUGS.items()}
BEFORE_SENDING = frozenset({State.PROPOSED, State.DISMISSED})


@dataclass(frozen=True, slots=True)
class Reader:
    """Tell who reads: the name their steps carry, the template, and the address of each move and of the page."""

    actor: str
    template: str
    url_of: Callable[[str], str]
    """Gives the address of a move by its slug, and of the page itself for an empty one."""


def show(escalation_id: int, reader: Reader, refused: MoveForm | None = None) -> str:
    """Render the page, with the form that was refused as it was typed."""
    escalation, ticket = get_with_ticket(escalation_id)
    if escalation.state in BEFORE_SENDING:
        raise NotFound
    copy, steps = list_copies(escalation_id)[0], list_steps(escalation_id)
    return render_template(
        reader.template,
        ticket=ticket,
        is_over=ticket.status not in ACTIVE,
        escalation=escalation,
        state=state_label(escalation.state),
        look=STATE_LOOKS[escalation.state],
        stages=stages(escalation, steps),
        internal=from_json(copy.sections, "internal"),
        bank=from_json(copy.sections, "bank"),
        steps=_told(steps),
        moves=MOVES,
        forms=_forms(escalation, refused),
        refused=refused,
        urls={move.value: reader.url_of(slug) for move, slug in ADDRESSES.items()},
    )


def take(escalation_id: int, slug: str, reader: Reader) -> Response | FlaskResponse:
    """Make the move a form asks for, then show the page again; a refused text is kept on it."""
    if slug not in SLUGS:
        raise NotFound
    form_class = FORMS[SLUGS[slug]]
    form = form_class(prefix=form_class.move.value)
    if not form.validate():
        return make_response(show(escalation_id, reader, form), 422)
    try:
        act(escalation_id, form.word(reader.actor), now=now())
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return make_response(show(escalation_id, reader, form), refusal.status)
    if form_class.move is Move.ANSWER:
        flash(f"saisine-{escalation_id}-answer", "draft")
    flash(str(form.done), "ok")
    return redirect(reader.url_of(""), 303)


def _forms(escalation: Escalation, refused: MoveForm | None) -> dict[str, Any]:
    """Return a form for each move that changes something now."""
    forms: dict[str, Any] = {}
    for move, form_class in FORMS.items():
        if _changes(escalation, move):
            forms[move.value] = form_class.fresh(escalation.version)
    if refused is not None and refused.move.value in forms:
        # Whoever read what arrived meanwhile may send the same text again.
        refused.show_now(escalation.version)
        forms[refused.move.value] = refused
    return forms


def _changes(escalation: Escalation, move: Move) -> bool:
    target = next_state(escalation.state, move)
    return target is not None and (target is not escalation.state or move is Move.ANSWER)


def _told(steps: Sequence[EscalationStep]) -> list[EscalationStep]:
    """Return what happened since it was sent; what came before is the desk's own business."""
    return [step for step in steps if step.state not in BEFORE_SENDING and step.move]
