"""Severity in the hands of agents: changed by their word, or by what they learn."""

from datetime import datetime

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.core.errors import Refused
from helpdesk.core.masking import mask
from helpdesk.core.topics import Severity
from helpdesk.db import db, transactional
from helpdesk.organisations.models import Organisation
from helpdesk.tickets import history
from helpdesk.tickets.clocks.service import change_clocks
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import desk_hours, touch
from helpdesk.tickets.rules import ACTIVE, EventKind, SeverityBy
from helpdesk.tickets.severity.rules import Assessment, after_new_facts, may_change
from helpdesk.tickets.severity.service import judge, reasons_as_json
from helpdesk.tickets.work.holding import Seen, hold
from helpdesk.web.i18n import gettext as _


@transactional
def change_severity(seen: Seen, severity: Severity, *, reason: str, now: datetime) -> None:
    """Set the severity an agent judges right; lowering it takes a reason, else Refused."""
    held = hold(seen, now=now, done=lambda ticket: ticket.severity is severity)
    ticket = held.ticket
    if ticket.severity is severity:
        return
    if not may_change(ticket.severity, severity, reason=reason):
        raise Refused(_("Dites pourquoi la gravité baisse : la raison reste dans l’historique."))
    ticket.severity_by = SeverityBy.AGENT
    _set(ticket, severity, now=now, by=seen.viewer, reason=mask(reason).text)
    touch(ticket, now=now)


def judge_now(ticket: Ticket, *, now: datetime) -> Assessment:
    """Return how serious what is known of the dossier is today."""
    organisation = db.session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None
    monthly = organisation.monthly_collection_cents if organisation else None
    return judge(ticket, today=local(now).date(), monthly_collection_cents=monthly)


def reconsider(ticket: Ticket, before: Assessment, *, now: datetime, by: Viewer) -> None:
    """Follow facts just changed on the row; `before` is what the rules found until then."""
    found = judge_now(ticket, now=now)
    ticket.severity_reasons = reasons_as_json(found)
    severity = after_new_facts(
        ticket.severity, by=ticket.severity_by, before=before.severity, now=found.severity
    )
    if severity is not ticket.severity:
        _set(ticket, severity, now=now, by=by)


def keep_worse(ticket: Ticket, severity: Severity, *, now: datetime, by: Viewer) -> None:
    """Give the dossier the severity of another one that it takes in, when that one is more serious."""
    # S1 is the most serious and sorts first.
    if severity < ticket.severity:
        ticket.severity_by = SeverityBy.AGENT
        _set(ticket, severity, now=now, by=by)


def _set(ticket: Ticket, severity: Severity, *, now: datetime, by: Viewer, reason: str = "") -> None:
    was, ticket.severity = ticket.severity, severity
    if ticket.status in ACTIVE:
        change_clocks(ticket, now=now, hours=desk_hours(ticket))
    values = {"reason": reason} if reason else {"reasons": ticket.severity_reasons}
    history.record(
        ticket, EventKind.SEVERITY_CHANGED, now=now, by=by, was=was.value, to=severity.value, **values
    )
