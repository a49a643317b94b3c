"""The words of events: one sentence for each line of a history that is not a text."""

from collections.abc import Callable, Mapping
from typing import Any

from helpdesk.core.topics import Severity
from helpdesk.outbox.labels import failure_sentence
from helpdesk.tickets.rules import EventKind
from helpdesk.tickets.severity.labels import severity_label
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.i18n import ngettext

EVENT_ICONS: Mapping[EventKind, str] = {
    EventKind.ROUTED: "arrow-right",
    EventKind.ASSIGNED: "user",
    EventKind.TAKEN: "user",
    EventKind.SEVERITY_CHANGED: "triangle-alert",
    EventKind.FILES_ADDED: "paperclip",
    EventKind.WAITING: "hourglass",
    EventKind.RESUMED: "refresh-cw",
    EventKind.RESOLVED: "circle-check",
    EventKind.RESOLUTION_UNDONE: "history",
    EventKind.MEMBER_SOLVED: "circle-check",
    EventKind.REOPENED: "refresh-cw",
    EventKind.CLOSED: "lock",
    EventKind.CALLBACK_ASKED: "phone",
    EventKind.CALLBACK_DONE: "phone",
    EventKind.ESCALATION_ASKED: "landmark",
    EventKind.ESCALATION_PROPOSED: "landmark",
    EventKind.ESCALATED: "landmark",
    EventKind.ESCALATION_ACKNOWLEDGED: "landmark",
    EventKind.ESCALATION_ANSWERED: "landmark",
    EventKind.LINK_RESENT: "mail",
    EventKind.MAIL_FAILED: "triangle-alert",
    EventKind.MAIL_ARRIVED: "mail",
    EventKind.REQUESTER_CHANGED: "pen-line",
    EventKind.GUESSED: "circle-help",
    EventKind.LINKED: "link",
    EventKind.FILES_REFUSED: "paperclip",
    EventKind.MAIL_HELD: "mail",
    EventKind.MAIL_QUIET: "mail",
    EventKind.MERGED: "link",
    EventKind.MERGED_INTO: "link",
    EventKind.TAKEN_APART: "link",
}


def event_icon(event: Mapping[str, Any]) -> str:
    """Return the icon of an event."""
    return EVENT_ICONS.get(EventKind(event["kind"]), "info")


def event_sentence(event: Mapping[str, Any], *, for_member: bool = False) -> str:
    """Say what happened, from an event as the history keeps it; what is missing in it is left out."""
    kind = EventKind(event["kind"])
    if for_member and kind in _TO_MEMBERS:
        return str(_TO_MEMBERS[kind])
    said = _EVENTS_WITH_VALUES.get(kind)
    return said(event) if said else str(_EVENTS[kind])


_EVENTS: Mapping[EventKind, str] = {
    EventKind.OPENED: _l("Dossier ouvert"),
    EventKind.ROUTED: _l("Dossier orienté"),
    EventKind.ASSIGNED: _l("Dossier rendu au pôle"),
    EventKind.TAKEN: _l("Un conseiller a pris le dossier en charge"),
    EventKind.SEVERITY_CHANGED: _l("Gravité modifiée"),
    EventKind.CATEGORY_CHANGED: _l("Catégorie modifiée"),
    EventKind.FACTS_CHANGED: _l("Faits complétés"),
    EventKind.FILES_ADDED: _l("Fichiers ajoutés"),
    EventKind.WAITING: _l("En attente d’une réponse de l’adhérent"),
    EventKind.RESUMED: _l("Le dossier reprend"),
    EventKind.RESOLVED: _l("Dossier résolu"),
    EventKind.RESOLUTION_UNDONE: _l("Résolution annulée aussitôt"),
    EventKind.MEMBER_SOLVED: _l("L’adhérent indique que c’est résolu"),
    EventKind.REOPENED: _l("Dossier rouvert"),
    EventKind.CLOSED: _l("Dossier clos"),
    EventKind.CALLBACK_ASKED: _l("Rappel demandé"),
    EventKind.CALLBACK_DONE: _l("Adhérent rappelé"),
    EventKind.ESCALATION_ASKED: _l("L’adhérent demande à saisir l’administration confédérale"),
    EventKind.ESCALATION_PROPOSED: _l("Saisine de l’administration confédérale proposée"),
    EventKind.ESCALATION_DISMISSED: _l("Proposition de saisine écartée"),
    EventKind.ESCALATED: _l("Dossier transmis à l’administration confédérale"),
    EventKind.ESCALATION_ACKNOWLEDGED: _l("L’administration confédérale a accusé réception"),
    EventKind.ESCALATION_ANSWERED: _l("L’administration confédérale a répondu"),
    EventKind.DEFLECTED: _l("Un article a répondu à la question"),
    EventKind.LINK_RESENT: _l("Lien de suivi renvoyé"),
    EventKind.MAIL_FAILED: _l("Un courriel n’est pas arrivé à l’adhérent : appelez-le"),
    EventKind.MAIL_ARRIVED: _l("Le courriel qui n’était pas arrivé est finalement parti"),
    EventKind.REQUESTER_CHANGED: _l("Coordonnées corrigées"),
    EventKind.GUESSED: _l("Sujet et organisation devinés d’après le courriel : à vérifier"),
    EventKind.LINKED: _l("Lié à un autre dossier"),
    EventKind.FILES_REFUSED: _l("Des pièces jointes n’ont pas été gardées"),
    EventKind.MAIL_HELD: _l("Un courriel attend d’être vérifié : voyez « Courrier reçu »"),
    EventKind.MAIL_QUIET: _l("Courriel automatique reçu, sans suite"),
    EventKind.MERGED: _l("Un autre dossier est réuni à celui-ci"),
    EventKind.MERGED_INTO: _l("Dossier réuni à un autre"),
    EventKind.TAKEN_APART: _l("Dossiers séparés"),
}

_TO_MEMBERS: Mapping[EventKind, str] = {
    EventKind.WAITING: _l("Nous attendons votre réponse"),
    EventKind.MEMBER_SOLVED: _l("Vous indiquez que c’est résolu"),
    EventKind.CALLBACK_DONE: _l("Nous vous avons rappelé"),
    EventKind.ESCALATION_ASKED: _l("Vous demandez à saisir l’administration confédérale"),
}
"""What is said otherwise to the one it is about."""


def _routed(event: Mapping[str, Any]) -> str:
    if not event.get("name"):
        return _("Orienté vers le pôle « %(desk)s », faute de règle", desk=event.get("desk", ""))
    return _(
        "Orienté vers le pôle « %(desk)s » par la règle « %(rule)s »",
        desk=event.get("desk", ""),
        rule=event["name"],
    )


def _judged(event: Mapping[str, Any]) -> str:
    to = severity_label(Severity(event["to"]))
    if not event.get("was"):
        return _("Gravité calculée : %(to)s", to=to)
    return _("Gravité passée de %(was)s à %(to)s", was=severity_label(Severity(event["was"])), to=to)


def _assigned(event: Mapping[str, Any]) -> str:
    if not event.get("name"):
        return str(_EVENTS[EventKind.ASSIGNED])
    return _("Dossier confié à %(name)s", name=event["name"])


def _asked_back(event: Mapping[str, Any]) -> str:
    if not event.get("slot"):
        return str(_EVENTS[EventKind.CALLBACK_ASKED])
    return _("Rappel demandé : %(slot)s", slot=event["slot"])


def _files_added(event: Mapping[str, Any]) -> str:
    count = int(event.get("count", 1))
    return ngettext("%(num)d fichier ajouté", "%(num)d fichiers ajoutés", count)


def _received(event: Mapping[str, Any]) -> str:
    if not event.get("in_charge"):
        return str(_EVENTS[EventKind.ESCALATION_ACKNOWLEDGED])
    return _("L’administration confédérale prend le dossier en charge")


def _dismissed(event: Mapping[str, Any]) -> str:
    if not event.get("reason"):
        return str(_EVENTS[EventKind.ESCALATION_DISMISSED])
    return _("Proposition de saisine écartée : %(reason)s", reason=event["reason"])


def _mail_failed(event: Mapping[str, Any]) -> str:
    said = str(_EVENTS[EventKind.MAIL_FAILED])
    if event.get("address"):
        said = _("Un courriel n’est pas arrivé à %(address)s", address=event["address"])
    return f"{said}. {failure_sentence(event.get('reason'))}".rstrip()


def _guessed(event: Mapping[str, Any]) -> str:
    said = [_("Deviné d’après le courriel, à vérifier")]
    if event.get("words"):
        said.append(_("sujet d’après « %(words)s »", words=" », « ".join(event["words"])))
    if event.get("organisation"):
        said.append(_("organisation « %(name)s » d’après l’expéditeur", name=event["organisation"]))
    return _(" ; ").join(said)


def _linked(event: Mapping[str, Any]) -> str:
    reference = event.get("reference", "")
    if event.get("how") == "follows":
        return _("Suite du dossier %(reference)s, clos depuis longtemps", reference=reference)
    if event.get("how") == "followed":
        return _("La suite est dans le dossier %(reference)s", reference=reference)
    return _(
        "Le courriel cite le dossier %(reference)s, mais son expéditeur n’en fait pas partie",
        reference=reference,
    )


def _files_refused(event: Mapping[str, Any]) -> str:
    names = ", ".join(event.get("names") or ())
    return (
        _("Pièces jointes non gardées : %(names)s", names=names)
        if names
        else str(_EVENTS[EventKind.FILES_REFUSED])
    )


def _mail_held(event: Mapping[str, Any]) -> str:
    if not event.get("sender"):
        return str(_EVENTS[EventKind.MAIL_HELD])
    return _(
        "Un courriel de %(sender)s attend d’être vérifié : voyez « Courrier reçu »", sender=event["sender"]
    )


def _merged(event: Mapping[str, Any]) -> str:
    return _("Le dossier %(reference)s est réuni à celui-ci", reference=event.get("reference", ""))


def _merged_into(event: Mapping[str, Any]) -> str:
    return _("Dossier réuni au dossier %(reference)s", reference=event.get("reference", ""))


def _taken_apart(event: Mapping[str, Any]) -> str:
    return _("Dossier séparé du dossier %(reference)s", reference=event.get("reference", ""))


_EVENTS_WITH_VALUES: Mapping[EventKind, Callable[[Mapping[str, Any]], str]] = {
    EventKind.ROUTED: _routed,
    EventKind.SEVERITY_CHANGED: _judged,
    EventKind.ASSIGNED: _assigned,
    EventKind.CALLBACK_ASKED: _asked_back,
    EventKind.FILES_ADDED: _files_added,
    EventKind.ESCALATION_ACKNOWLEDGED: _received,
    EventKind.ESCALATION_DISMISSED: _dismissed,
    EventKind.MAIL_FAILED: _mail_failed,
    EventKind.GUESSED: _guessed,
    EventKind.LINKED: _linked,
    EventKind.FILES_REFUSED: _files_refused,
    EventKind.MAIL_HELD: _mail_held,
    EventKind.MERGED: _merged,
    EventKind.MERGED_INTO: _merged_into,
    EventKind.TAKEN_APART: _taken_apart,
}
