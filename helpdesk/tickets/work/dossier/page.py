"""The page of a dossier: everything its template shows, read in three statements besides the menu's."""

from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

from flask import url_for

from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound
from helpdesk.desks.directory import DeskCard, Directory
from helpdesk.desks.queries import hours_of
from helpdesk.organisations.affiliation.panels import to_renew
from helpdesk.organisations.labels import FUNCTIONS
from helpdesk.outbox.labels import failure_sentence
from helpdesk.tickets.labels import STATUSES, topic_label
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE, EntryKind, allowed_actions
from helpdesk.tickets.severity.labels import SEVERITIES
from helpdesk.tickets.work.dossier.clocks import shown_clocks
from helpdesk.tickets.work.dossier.facts import (
    code_meaning,
    facts_in_words,
    routing_in_words,
    severity_in_words,
)
from helpdesk.tickets.work.dossier.history import shown_lines
from helpdesk.tickets.work.dossier.queries import (
    LINES_AT_MOST,
    LINES_SHOWN,
    PREVIOUS_SHOWN,
    Dossier,
    LineRow,
    get_dossier,
    list_lines,
    list_previous,
)
from helpdesk.tickets.work.duty import Duty
from helpdesk.tickets.work.labels import CALLS
from helpdesk.tickets.work.replies import Then
from helpdesk.tickets.work.rules import UNDO_FOR, CallOutcome, may_take_back
from helpdesk.web.i18n import gettext as _
from helpdesk.web.panels import panels_for

ENDPOINT = "desk.show"


@dataclass(frozen=True, slots=True)
class Composed:
    """What stands in the composer: empty at first, what was typed when it comes back."""

    body: str = ""
    kind: EntryKind = EntryKind.REPLY
    error: str = ""


class Choice(NamedTuple):
    """Somebody, or a whole desk, that a dossier may be given to; `value` is `desk` or `desk-person`."""

    value: str
    words: str
    is_current: bool


def dossier_page(duty: Duty, reference: str, *, composed: Composed, whole: bool = False) -> dict[str, Any]:
    """Return what the template shows of a dossier; raise NotFound for who may not see it.

    A long history shows its end, unless the `whole` of it is asked for.
    """
    dossier = get_dossier(reference, duty.reach)
    ticket = dossier.ticket
    limit = LINES_AT_MOST if whole else LINES_SHOWN
    rows = list_lines(ticket.id, limit=limit)
    lines = shown_lines(rows, ticket)
    previous = list_previous(ticket, duty.reach)
    return {
        **_what_is_known(dossier, duty),
        "composed": composed,
        "lines": lines,
        "is_cut": len(lines) == limit and not whole,
        "last_line": lines[-1].id if lines else 0,
        "undo_seconds": undo_seconds(rows[-1], duty) if rows else 0,
        "can": allowed_actions(ticket.status) if ticket.merged_into_id is None else frozenset(),
        "is_active": ticket.status in ACTIVE,
        "kinds": EntryKind,
        "then": Then,
        "givable": givable(ticket, duty),
        "calls": call_choices(ticket),
        "functions": FUNCTIONS,
        "previous": previous[:PREVIOUS_SHOWN],
        "has_more_previous": len(previous) > PREVIOUS_SHOWN,
        "previous_url": _previous_url(ticket),
        "panels": panels_for(ENDPOINT, ticket),
    }


def ticket_of(duty: Duty, reference: str) -> Ticket:
    """Return the dossier for a page of its own; raise NotFound for who may not see it."""
    return get_dossier(reference, duty.reach).ticket


def undo_seconds(last: LineRow, duty: Duty) -> int:
    """Return for how long who reads may still take back that they resolved the dossier, in whole seconds."""
    is_own, now = last.author_id == duty.viewer.id, duty.moment.now
    if not may_take_back(last.event or {}, written_at=last.created_at, is_own=is_own, now=now):
        return 0
    return ceil((last.created_at + UNDO_FOR - now).total_seconds())


def givable(ticket: Ticket, duty: Duty) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Return to whom the dossier may be given, desk by desk, its own first; those here today before the others."""
    directory = duty.directory
    desks = [desk for desk in directory.desks.values() if desk.is_open or desk.id == ticket.desk_id]
    desks.sort(key=lambda desk: desk.id != ticket.desk_id)
    return tuple((desk.name, _choices(desk, ticket, duty)) for desk in desks)


def read_choice(value: str, directory: Directory) -> tuple[int, int | None]:
    """Return the desk and the person of a `Choice`; raise NotFound for what is none."""
    desk, _dash, person = value.partition("-")
    if not (desk.isascii() and desk.isdigit() and len(desk) < 10) or int(desk) not in directory.desks:
        raise NotFound
    if not person:
        return int(desk), None
    if not (person.isascii() and person.isdigit() and len(person) < 10):
        raise NotFound
    return int(desk), int(person)


def call_choices(ticket: Ticket) -> tuple[tuple[CallOutcome, str], ...]:
    """Return how a call may have ended; no message is left for who asked for none."""
    return tuple(
        (outcome, str(words))
        for outcome, words in CALLS.items()
        if not (ticket.no_voicemail and outcome is CallOutcome.VOICEMAIL)
    )


def _what_is_known(dossier: Dossier, duty: Duty) -> dict[str, Any]:
    ticket, directory = dossier.ticket, duty.directory
    desk = directory.desks[ticket.desk_id]
    rule, because = routing_in_words(ticket)
    return {
        "ticket": ticket,
        "organisation": dossier.organisation,
        "contacts": dossier.contacts,
        "affiliation": to_renew(dossier.affiliated_until, local(duty.moment.now).date()),
        "topic": topic_label(ticket.category, ticket.subcategory),
        "status": STATUSES[ticket.status],
        "severities": SEVERITIES,
        "reasons": severity_in_words(ticket),
        "clocks": shown_clocks(ticket, hours_of(desk), now=duty.moment.now),
        "desk": desk,
        "assignee": dossier.assignee,
        "assignee_is_away": ticket.assignee_id is not None and directory.is_away(ticket.assignee_id),
        "rule": rule,
        "because": because,
        "facts": facts_in_words(ticket),
        "code_meaning": code_meaning(ticket),
        "mail_failure": failure_sentence(ticket.mail_failure),
    }


def _choices(desk: DeskCard, ticket: Ticket, duty: Duty) -> tuple[Choice, ...]:
    is_here = desk.id == ticket.desk_id
    whole = Choice(str(desk.id), _("Tout le pôle"), is_here and ticket.assignee_id is None)
    people = [
        Choice(
            f"{desk.id}-{person}",
            _name(person, duty),
            is_here and ticket.assignee_id == person,
        )
        for person in duty.directory.members_here_first(desk)
    ]
    return (whole, *people)


def _name(person_id: int, duty: Duty) -> str:
    name = duty.directory.people[person_id]
    if person_id == duty.viewer.id:
        return _("%(name)s (vous)", name=name)
    return _("%(name)s (absent aujourd’hui)", name=name) if duty.directory.is_away(person_id) else name


def _previous_url(ticket: Ticket) -> str:
    return url_for("desk.inbox", q=ticket.requester_email) if ticket.requester_email else ""
