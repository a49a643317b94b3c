"""Proposing escalations: whose grounds are met, at the member's request; and dismissing a proposal."""

from collections.abc import Sequence
from datetime import datetime

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import Refused
from helpdesk.core.masking import mask
from helpdesk.db import db, transactional
from helpdesk.escalation.grounds.rules import GroundFound, Step, next_step
from helpdesk.escalation.grounds.service import grounds_as_json, look_at_one
from helpdesk.escalation.letters import propose, tell_agents, tell_member
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.queries import find_step, lock_both
from helpdesk.escalation.rules import Ground, Move, Origin
from helpdesk.escalation.sending.service import may_send_alone, send_at_once
from helpdesk.escalation.steps import begin, note, target_of
from helpdesk.tickets import history, progress
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import ACTIVE, Action, EntryKind, EventKind
from helpdesk.web.i18n import gettext as _


@transactional
def propose_if_due(ticket_id: int, *, now: datetime) -> Escalation | None:
    """Do what the grounds of one dossier ask for now; None when another worker did, or nothing is due."""
    ticket = lock_ticket(ticket_id)
    if ticket.status not in ACTIVE:
        return None
    look = look_at_one(ticket, now=now)
    due = next_step(look.case, look.found)
    if due is None:
        return None
    step, found = due
    if step is Step.SEND:
        if may_send_alone(now=now):
            return send_at_once(ticket, look, found, now=now)
        # A flood, by mistake or by malice: people look first. What waits is sent once the hour has passed.
        if look.pending is not None:
            return None
        step = Step.PROPOSE_LOUDLY
    return _propose(ticket, step, found, now=now)


@transactional
def ask(ticket_id: int, reason: str, *, now: datetime) -> Escalation:
    """Take the member's wish to lay the dossier before the administration, whether a ground holds or not.

    The reason joins the dossier as their message. When something is pending already the wish joins
    it. The caller has checked that the dossier is theirs.
    """
    ticket = lock_ticket(ticket_id)
    if ticket.status not in ACTIVE:
        raise Refused(_("Votre dossier est résolu : rouvrez-le d’abord, puis demandez la saisine."))
    said = mask(reason).text
    look = look_at_one(ticket, now=now)
    pending = look.pending
    if pending is None:
        pending = begin(ticket, Origin.MEMBER, grounds_as_json(look.found), now=now)
    else:
        pending.version += 1
    pending.asked_by_member, pending.member_reason = True, said
    note(pending, now=now, text=said)
    history.write(ticket, EntryKind.MESSAGE, said, now=now, author_name=ticket.requester_name, public=True)
    progress.apply(ticket, Action.MEMBER_REPLY, now=now)
    history.record(ticket, EventKind.ESCALATION_ASKED, now=now, public=True)
    tell_agents("requested", ticket, now=now)
    return pending


@transactional
def dismiss(
    escalation_id: int, reason: str, *, by: Viewer, version: int, key: str = "", now: datetime
) -> Escalation:
    """Set a proposal aside with a reason; it is not proposed again for the same grounds.

    A member who asked is told. The caller has checked that `by` may see the dossier.
    """
    done = find_step(key)
    if done is not None:
        return db.session.get_one(Escalation, done.escalation_id)
    ticket, escalation = lock_both(escalation_id, version=version)
    if not reason.strip():
        raise Refused(_("Dites pourquoi vous écartez cette proposition."))
    escalation.state = target_of(escalation, Move.DISMISS)
    escalation.closed_at = now
    escalation.version += 1
    said = mask(reason).text
    note(escalation, now=now, move=Move.DISMISS, actor=by.name, text=said, key=key)
    history.record(ticket, EventKind.ESCALATION_DISMISSED, now=now, by=by, reason=said)
    if escalation.asked_by_member:
        tell_member(ticket, escalation.state, now=now)
    return escalation


def _propose(ticket: Ticket, step: Step, found: Sequence[GroundFound], *, now: datetime) -> Escalation:
    escalation = begin(ticket, Origin.SWEEP, grounds_as_json(found), now=now)
    note(escalation, now=now)
    history.record(
        ticket, EventKind.ESCALATION_PROPOSED, now=now, grounds=[each.ground.value for each in found]
    )
    loudly = step is Step.PROPOSE_LOUDLY
    if loudly:
        escalation.is_loud, escalation.supervisor_told_at = True, now
    propose(
        escalation,
        ticket,
        loudly=loudly,
        now=now,
        raises_severity=step is Step.RAISE_SEVERITY,
        verifies_deadline=not ticket.deadline_confirmed and any(each.ground is Ground.E5 for each in found),
    )
    return escalation
