"""The words of severity and of its reasons."""

from collections.abc import Callable, Mapping
from typing import Any

from helpdesk.core.topics import Severity
from helpdesk.tickets.severity.rules import Cause
from helpdesk.web.filters import money
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.i18n import ngettext

SEVERITIES: Mapping[Severity, str] = {
    Severity.S1: _l("Critique"),
    Severity.S2: _l("Grave"),
    Severity.S3: _l("Gênant"),
    Severity.S4: _l("Question"),
}


def severity_label(severity: Severity) -> str:
    """Return the word of a severity: « Critique », « Grave », « Gênant », « Question »."""
    return str(SEVERITIES[severity])


def severity_sentence(reason: Mapping[str, Any]) -> str:
    """Say one reason of a severity: what was found, and the limit it reached."""
    cause = Cause(reason["cause"])
    said = _CAUSES_WITH_NUMBERS.get(cause)
    found, limit = reason.get("found"), reason.get("limit")
    return said(found, limit or 0) if said and found is not None else str(_CAUSES[cause])


_CAUSES: Mapping[Cause, str] = {
    Cause.DATA_BREACH: _l("Des données personnelles ont pu être exposées"),
    Cause.MANDATES_LOST: _l("La base des mandats est perdue"),
    Cause.WRONG_CREDITOR: _l("Un autre créancier apparaît sur les relevés"),
    Cause.DOUBLE_DEBIT_MEMBERS: _l("Double prélèvement confirmé pour plusieurs adhérents"),
    Cause.DOUBLE_DEBIT_NOT_REFUNDED: _l("Double prélèvement confirmé et non remboursé"),
    Cause.SEVERAL_ORGANISATIONS: _l("Plusieurs organisations touchées par la même cause"),
    Cause.FUNDS_BLOCKED: _l("Fonds indisponibles après le règlement"),
    Cause.DEADLINE: _l("Échéance confirmée et proche"),
    Cause.AMOUNT: _l("Montant important en jeu"),
    Cause.AMOUNT_SHARE: _l("Part importante de la collecte mensuelle"),
    Cause.AMOUNT_ONE_MEMBER: _l("Montant important pour un seul adhérent"),
    Cause.MANY_MEMBERS: _l("Plusieurs adhérents touchés"),
    Cause.CANNOT_COLLECT: _l("L’organisation ne peut plus prélever"),
    Cause.NO_ACCESS_BEFORE_RUN: _l("Pas d’accès avant une échéance proche"),
    Cause.MONEY: _l("De l’argent est en jeu"),
    Cause.TOPIC: _l("Gravité habituelle de ce sujet"),
}

_CAUSES_WITH_NUMBERS: Mapping[Cause, Callable[[int, int], str]] = {
    Cause.DOUBLE_DEBIT_MEMBERS: lambda found, limit: ngettext(
        "Double prélèvement confirmé pour %(num)d adhérent (seuil : %(limit)d)",
        "Double prélèvement confirmé pour %(num)d adhérents (seuil : %(limit)d)",
        found,
        limit=limit,
    ),
    Cause.DOUBLE_DEBIT_NOT_REFUNDED: lambda found, limit: ngettext(
        "Double prélèvement non remboursé depuis %(num)d jour ouvré (seuil : %(limit)d)",
        "Double prélèvement non remboursé depuis %(num)d jours ouvrés (seuil : %(limit)d)",
        found,
        limit=limit,
    ),
    Cause.SEVERAL_ORGANISATIONS: lambda found, limit: ngettext(
        "%(num)d organisation touchée par la même cause (seuil : %(limit)d)",
        "%(num)d organisations touchées par la même cause (seuil : %(limit)d)",
        found,
        limit=limit,
    ),
    Cause.FUNDS_BLOCKED: lambda found, limit: ngettext(
        "Fonds indisponibles depuis %(num)d jour bancaire (seuil : %(limit)d)",
        "Fonds indisponibles depuis %(num)d jours bancaires (seuil : %(limit)d)",
        found,
        limit=limit,
    ),
    Cause.DEADLINE: lambda found, limit: ngettext(
        "Échéance confirmée dans %(num)d jour ouvré",
        "Échéance confirmée dans %(num)d jours ouvrés",
        found,
    ),
    Cause.AMOUNT: lambda found, limit: _(
        "%(amount)s en jeu (seuil : %(limit)s)", amount=money(found), limit=money(limit)
    ),
    Cause.AMOUNT_SHARE: lambda found, limit: _(
        "%(share)d %% de la collecte mensuelle (seuil : %(limit)d %%)", share=found, limit=limit
    ),
    Cause.AMOUNT_ONE_MEMBER: lambda found, limit: _(
        "%(amount)s par adhérent (seuil : %(limit)s)", amount=money(found), limit=money(limit)
    ),
    Cause.MANY_MEMBERS: lambda found, limit: ngettext(
        "%(num)d adhérent touché (seuil : %(limit)d)",
        "%(num)d adhérents touchés (seuil : %(limit)d)",
        found,
        limit=limit,
    ),
    Cause.NO_ACCESS_BEFORE_RUN: lambda found, limit: ngettext(
        "Pas d’accès avant une échéance dans %(num)d jour ouvré",
        "Pas d’accès avant une échéance dans %(num)d jours ouvrés",
        found,
    ),
    Cause.MONEY: lambda found, limit: _("De l’argent est en jeu : %(amount)s", amount=money(found)),
}
