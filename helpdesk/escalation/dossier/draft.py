"""The first version of what an agent writes: filled from the facts, for a person to correct."""

from collections.abc import Mapping
from datetime import date

from helpdesk.core.calendars import is_business_day
from helpdesk.core.clock import local
from helpdesk.core.identifiers import one_line
from helpdesk.escalation.dossier import breach
from helpdesk.escalation.dossier.asks import usual_asks
from helpdesk.escalation.dossier.material import Material, Words
from helpdesk.escalation.dossier.sums import sum_label
from helpdesk.tickets.labels import topic_label
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.severity.service import facts_of
from helpdesk.web.filters import day, money
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.i18n import ngettext

_MEANS: Mapping[str, str] = {
    "is_breach": _l("des données personnelles ont pu être exposées"),
    "mandate_base_lost": _l("la base des mandats est perdue ou tronquée"),
    "wrong_creditor": _l("un autre nom de créancier apparaît sur les relevés"),
    "cannot_collect": _l("l’organisation ne peut plus prélever"),
}
"""What a fact means for those it touches, by its name."""


def draft_of(material: Material, *, answer_by: date) -> Words:
    """Return the draft; `answer_by` is the day an answer is asked for. Call it in the language of the mail."""
    ticket = material.ticket
    return Words(
        summary="\n".join((_what(ticket), _since_when(ticket), _consequence(ticket))),
        asks=_asks(material, answer_by),
        tried=_tried(ticket),
    )


def _what(ticket: Ticket) -> str:
    return _("Quoi : %(topic)s.", topic=topic_label(ticket.category, ticket.subcategory))


def _since_when(ticket: Ticket) -> str:
    reported = day(ticket.created_at)
    if ticket.debit_on:
        return _(
            "Depuis quand : prélèvement du %(debit)s, signalé le %(reported)s.",
            debit=day(ticket.debit_on),
            reported=reported,
        )
    return _("Depuis quand : signalé le %(reported)s.", reported=reported)


def _consequence(ticket: Ticket) -> str:
    parts = [str(words) for fact, words in _MEANS.items() if getattr(facts_of(ticket), fact)]
    if ticket.members_touched:
        parts.append(ngettext("%(num)d adhérent touché", "%(num)d adhérents touchés", ticket.members_touched))
    if ticket.amount_cents:
        label = sum_label(ticket.category, ticket.subcategory)
        what = label[:1].lower() + label[1:]
        parts.append(_("%(what)s : %(amount)s", what=what, amount=money(ticket.amount_cents)))
    if ticket.deadline_on:
        parts.append(_("à régler avant le %(day)s", day=day(ticket.deadline_on)))
    if not parts:
        parts.append(_("pas encore chiffrée"))
    return _("Conséquence : %(facts)s.", facts=", ".join(parts))


def _asks(material: Material, answer_by: date) -> tuple[tuple[str, date], ...]:
    """Ask first for what a legal deadline presses, before its last working day."""
    if material.is_breach and not material.is_for_bank:
        return breach.asks(material, answer_by)
    first, *others = usual_asks(facts_of(material.ticket))
    today = local(material.now).date()
    ahead = [last for last in material.last_days if last >= today and is_business_day(last)]
    return ((first, min([answer_by, *ahead])), *((each, answer_by) for each in others))


def _tried(ticket: Ticket) -> str:
    reference = one_line(ticket.vendor_reference)
    if ticket.vendor_contacted_on and reference:
        return _(
            "Assistance du prestataire contactée le %(day)s, référence %(reference)s, sans résultat noté au dossier.",
            day=day(ticket.vendor_contacted_on),
            reference=reference,
        )
    if ticket.vendor_contacted_on:
        return _(
            "Assistance du prestataire contactée le %(day)s, sans résultat noté au dossier.",
            day=day(ticket.vendor_contacted_on),
        )
    if reference:
        return _(
            "Assistance du prestataire sollicitée, référence %(reference)s, sans résultat noté au dossier.",
            reference=reference,
        )
    return ""
