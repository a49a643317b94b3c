"""What agents establish of a malfunction, by telephone or by looking: it may change the severity."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from helpdesk.core.masking import mask
from helpdesk.db import transactional
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import touch
from helpdesk.tickets.rules import EventKind
from helpdesk.tickets.work.holding import Seen, hold
from helpdesk.tickets.work.judging import judge_now, reconsider


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything an agent may establish, as it stands; None is « nobody said »."""

    amount_cents: int | None = None
    members_touched: int | None = None
    debit_on: date | None = None
    refunded: bool | None = None
    deadline_on: date | None = None
    deadline_confirmed: bool = False
    rum: str = ""
    reason_code: str = ""
    vendor_reference: str = ""
    vendor_contacted_on: date | None = None
    # What no form asks of members
    double_debit_confirmed: bool = False
    funds_blocked_since: date | None = None
    cannot_collect: bool = False
    data_breach: bool = False
    mandate_base_lost: bool = False
    wrong_creditor: bool = False


BY_AGENTS = frozenset(
    {
        "double_debit_confirmed",
        "funds_blocked_since",
        "cannot_collect",
        "data_breach",
        "mandate_base_lost",
        "wrong_creditor",
    }
)
"""What the row keeps together under `agent_facts`."""


def known_of(ticket: Ticket) -> Known:
    """Return what is known of the dossier."""
    kept = dict(ticket.agent_facts)
    if since := kept.get("funds_blocked_since"):
        kept["funds_blocked_since"] = date.fromisoformat(since)
    columns = {each.name: getattr(ticket, each.name) for each in fields(Known) if each.name not in BY_AGENTS}
    return Known(**columns, **{name: kept[name] for name in BY_AGENTS if name in kept})


@transactional
def learn(seen: Seen, known: Known, *, now: datetime) -> None:
    """Keep what is known now, and let the rules judge again; nothing happens when it is what was known."""
    safe = replace(known, rum=mask(known.rum).text, vendor_reference=mask(known.vendor_reference).text)
    held = hold(seen, now=now, done=lambda ticket: known_of(ticket) == safe)
    ticket, was = held.ticket, known_of(held.ticket)
    changed = [each.name for each in fields(Known) if getattr(was, each.name) != getattr(safe, each.name)]
    if not changed:
        return
    before = judge_now(ticket, now=now)
    _keep(ticket, safe)
    history.record(ticket, EventKind.FACTS_CHANGED, now=now, by=seen.viewer, names=changed)
    reconsider(ticket, before, now=now, by=seen.viewer)
    touch(ticket, now=now)


def _keep(ticket: Ticket, known: Known) -> None:
    for each in fields(Known):
        if each.name not in BY_AGENTS:
            setattr(ticket, each.name, getattr(known, each.name))
    established = {name: getattr(known, name) for name in sorted(BY_AGENTS)}
    others = {name: value for name, value in ticket.agent_facts.items() if name not in BY_AGENTS}
    ticket.agent_facts = {**others, **{name: _plain(value) for name, value in established.items() if value}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
