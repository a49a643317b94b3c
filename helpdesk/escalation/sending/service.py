"""Sending an escalation: an agent confirms it, or a breach goes at once. One mail, one frozen text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.errors import Refused, Stale
from helpdesk.db import db, transactional
from helpdesk.escalation.dossier.material import Material, Words
from helpdesk.escalation.dossier.rules import Brief
from helpdesk.escalation.dossier.service import brief_of, draft, freeze, material_of, respond_day
from helpdesk.escalation.grounds.rules import GroundFound, Missing, may_escalate
from helpdesk.escalation.grounds.service import Look, ground_names, grounds_as_json, look_at_one
from helpdesk.escalation.labels import MISSING
from helpdesk.escalation.letters import tell_agents, tell_member, tell_supervisors, write_to
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.queries import find_step
from helpdesk.escalation.rules import Move, Origin, State
from helpdesk.escalation.steps import begin, note, target_of
from helpdesk.tickets import progress
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import ACTIVE, Action, Status
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Hold what an agent confirms: the words, and which version of a proposal they saw (0: there was none)."""

    words: Words
    version: int = 0
    key: str = ""
    confirmed: bool = False


def missing_for(ticket: Ticket, look: Look, words: Words, *, confirmed: bool) -> tuple[Missing, ...]:
    """Return what stands in the way of sending these words; a proposal about to be confirmed does not."""
    is_taken = look.pending is not None and look.pending.state is not State.PROPOSED
    case = replace(
        look.case,
        severity=ticket.severity,
        tried=words.tried,
        untried_because=words.untried_because,
        confirmed=confirmed,
        is_pending=is_taken,
    )
    return may_escalate(case)


@transactional
def confirm(ticket_id: int, confirmation: Confirmation, *, by: Viewer, now: datetime) -> Escalation:
    """Send the escalation an agent read and confirmed, with one mail; a second submit finds the first.

    The caller has checked that `by` may see the dossier. Raises Refused when the guard does not allow
    it, Stale when the proposal changed meanwhile.
    """
    ticket = lock_ticket(ticket_id)
    done = find_step(confirmation.key)
    if done is not None:
        return db.session.get_one(Escalation, done.escalation_id)
    look = look_at_one(ticket, now=now)
    _refuse_stale(look.pending, confirmation.version)
    if ticket.status not in ACTIVE:
        raise Refused(progress.refusal(ticket.status))
    missing = missing_for(ticket, look, confirmation.words, confirmed=confirmation.confirmed)
    if missing:
        raise Refused(" ".join(str(MISSING[each][1]) for each in missing))
    escalation = look.pending or begin(ticket, Origin.AGENT, [], now=now)
    escalation.grounds = merged_grounds(escalation, look.found)
    _leave(ticket, escalation, confirmation.words, by=by, key=confirmation.key, now=now)
    if escalation.asked_by_member:
        tell_member(ticket, escalation.state, now=now)
    return escalation


def send_at_once(ticket: Ticket, look: Look, found: Sequence[GroundFound], *, now: datetime) -> Escalation:
    """Send without waiting for anybody: data exposed, mandates lost, a wrong creditor's name.

    A proposal that waited goes with it; one already sent is completed in its own thread, its state
    kept. Agents and supervisors are told. Part of the sweep's use case, on a locked dossier.
    """
    escalation = look.pending or begin(ticket, Origin.SWEEP, [], now=now)
    escalation.grounds = merged_grounds(escalation, found)
    _leave(ticket, escalation, _words(escalation, now=now, ticket=ticket), by=None, key="", now=now)
    tell_agents("sent_at_once", ticket, now=now, grounds=escalation.grounds)
    tell_supervisors("sent_at_once", ticket, now=now, grounds=escalation.grounds)
    escalation.supervisor_told_at = now
    return escalation


def may_send_alone(*, now: datetime) -> bool:
    """Tell whether one more case may leave without anybody's confirmation, after those of the last hour."""
    query = (
        select(func.count())
        .select_from(Escalation)
        .where(Escalation.sent_at > now - timedelta(hours=1))
        .where(Escalation.confirmed_by_id.is_(None))
    )
    return (db.session.scalar(query) or 0) < settings().escalation_sent_alone_an_hour


def _refuse_stale(pending: Escalation | None, version: int) -> None:
    """Refuse who saw another proposal, or one that is gone; one that came meanwhile says the same as they."""
    seen = pending.version if pending else 0
    if version not in {0, seen}:
        raise Stale(_("La proposition a changé entre-temps : relisez ce qui est arrivé, puis recommencez."))


def merged_grounds(escalation: Escalation | None, found: Sequence[GroundFound]) -> list[dict[str, Any]]:
    """Return the grounds it was proposed for with those that hold now, each once, as they are now."""
    now_found = grounds_as_json(found)
    names = {each["ground"] for each in now_found}
    before = [each for each in (escalation.grounds if escalation else []) if each["ground"] not in names]
    return sorted((*before, *now_found), key=lambda each: int(each["ground"][1:]))


def _words(escalation: Escalation, *, now: datetime, ticket: Ticket) -> Words:
    """Return what somebody wrote already, else the draft."""
    material = material_of(ticket, escalation.grounds, now=now)
    drafted = draft(material)
    return replace(
        drafted, summary=escalation.summary or drafted.summary, tried=escalation.tried or drafted.tried
    )


def _leave(
    ticket: Ticket, escalation: Escalation, words: Words, *, by: Viewer | None, key: str, now: datetime
) -> None:
    """Freeze the text, change both states, write history, and post the one mail."""
    material = material_of(ticket, escalation.grounds, now=now)
    brief = brief_of(material, words, escalation.grounds)
    if escalation.state is State.PROPOSED:
        escalation.state = target_of(escalation, Move.SEND)
    _keep(escalation, material, words, by=by, now=now)
    copy = freeze(escalation, brief, now=now)
    note(escalation, now=now, move=Move.SEND, actor=by.name if by else "", key=key)
    if ticket.status is not Status.ESCALATED:
        names = sorted(ground_names(escalation))
        progress.apply(ticket, Action.ESCALATE, now=now, by=by, grounds=names)
    _post(ticket, escalation, brief, sha256=copy.sha256, now=now)


def _keep(
    escalation: Escalation, material: Material, words: Words, *, by: Viewer | None, now: datetime
) -> None:
    clean = words.without(material.secrets)
    escalation.summary, escalation.tried = clean.summary, clean.tried
    escalation.untried_because = clean.untried_because
    escalation.asks = [{"text": text, "by": day.isoformat()} for text, day in clean.asks]
    escalation.respond_by = respond_day(material, words)
    escalation.confirmed_by_id = by.id if by else escalation.confirmed_by_id
    escalation.sent_at = now
    escalation.version += 1


def _post(ticket: Ticket, escalation: Escalation, brief: Brief, *, sha256: str, now: datetime) -> None:
    addressee = settings().escalation_to
    write_to("sent", addressee, escalation, ticket, now=now, brief=brief, sha256=sha256)
