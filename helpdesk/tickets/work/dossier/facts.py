"""What is known of a malfunction, why it is this serious, and why it is at this desk, in words."""

from typing import Any

from helpdesk.sepa.codes import find_code
from helpdesk.tickets.labels import ROUTING_CONDITIONS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.routing.labels import values_in_words
from helpdesk.tickets.routing.rules import Condition
from helpdesk.tickets.severity.labels import severity_sentence
from helpdesk.tickets.work.facts import Known, known_of
from helpdesk.web.filters import day, money
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

FACTS = {
    "amount_cents": _l("Montant"),
    "members_touched": _l("Adhérents touchés"),
    "debit_on": _l("Prélevé le"),
    "due_on": _l("Échéance"),
    "refunded": _l("Remboursé"),
    "deadline_on": _l("À régler avant"),
    "deadline_confirmed": _l("Date confirmée"),
    "rum": _l("RUM"),
    "reason_code": _l("Code"),
    "vendor_reference": _l("Réf. prestataire"),
    "vendor_contacted_on": _l("Prestataire contacté"),
    "double_debit_confirmed": _l("Double prélèvement confirmé"),
    "funds_blocked_since": _l("Fonds bloqués depuis"),
    "cannot_collect": _l("Ne peut plus prélever"),
    "data_breach": _l("Données exposées"),
    "mandate_base_lost": _l("Base des mandats perdue"),
    "wrong_creditor": _l("Autre créancier affiché"),
}
"""Short words for each fact, in the order a page shows them."""

IN_MONO = frozenset({"rum", "reason_code", "vendor_reference"})


def facts_in_words(ticket: Ticket) -> list[tuple[str, str, bool]]:
    """Return what is known, fact by fact: words, value, whether the value is a code."""
    known = known_of(ticket)
    return [
        (str(FACTS[name]), value, name in IN_MONO)
        for name in FACTS
        if (value := _value(name, ticket.due_on if name == "due_on" else getattr(known, name), known))
    ]


def code_meaning(ticket: Ticket) -> str:
    """Return what the reason code of the dossier means, empty when it has none that is known."""
    found = find_code(ticket.reason_code) if ticket.reason_code else None
    return found.meaning(current_lang()) if found else ""


def severity_in_words(ticket: Ticket) -> list[str]:
    """Return why the rules find it this serious, the gravest reasons first."""
    return [severity_sentence(reason) for reason in ticket.severity_reasons]


def routing_in_words(ticket: Ticket) -> tuple[str, str]:
    """Return the rule that chose the desk, and what made it fit; empty where no rule did."""
    matched: list[tuple[str, list[Any]]] = ticket.routing.get("matched", [])
    named = {ticket.organisation_id: ticket.organisation_text} if ticket.organisation_id else {}
    reasons = [
        _(
            "%(name)s : %(values)s",
            name=ROUTING_CONDITIONS[name],
            values=values_in_words(Condition(name), values, named),
        )
        for name, values in matched
    ]
    return ticket.routing.get("name", ""), _(" ; ").join(reasons)


def _value(name: str, value: Any, known: Known) -> str:
    if value in {None, ""}:
        return ""
    if name == "refunded":
        return _("oui") if value else _("non")
    if isinstance(value, bool):
        return _("oui") if value else ""
    if name == "amount_cents":
        return money(value)
    return day(value) if hasattr(value, "isoformat") else str(value)
