"""Words for the lists of the agents' side."""

from helpdesk.tickets.work.rules import CallerOutcome, CallOutcome, View
from helpdesk.web.i18n import lazy_gettext as _l

VIEWS = {
    View.TO_DO: _l("À traiter"),
    View.DUE_SOON: _l("Échéance proche"),
    View.MINE: _l("Mes dossiers"),
    View.UNASSIGNED: _l("Non attribués"),
    View.WAITING: _l("En attente"),
    View.ESCALATED: _l("Administration saisie"),
    View.RESOLVED: _l("Résolus (7 j)"),
    View.ALL: _l("Tous les dossiers"),
}
VIEW_ICONS = {
    View.TO_DO: "inbox",
    View.DUE_SOON: "hourglass",
    View.MINE: "user",
    View.UNASSIGNED: "users",
    View.WAITING: "clock",
    View.ESCALATED: "octagon-alert",
    View.RESOLVED: "circle-check",
    View.ALL: "list",
}
EMPTY = {
    View.TO_DO: _l("Rien à traiter : tout est à jour."),
    View.DUE_SOON: _l("Aucune échéance dans les prochaines heures d’ouverture, aucun retard."),
    View.MINE: _l("Aucun dossier ne vous est attribué."),
    View.UNASSIGNED: _l("Tous les dossiers ont un conseiller."),
    View.WAITING: _l("Aucun dossier n’attend de réponse d’un adhérent."),
    View.ESCALATED: _l("Aucun dossier n’est chez l’administration confédérale."),
    View.RESOLVED: _l("Aucun dossier résolu ces sept derniers jours."),
    View.ALL: _l("Aucun dossier ne correspond."),
}
"""What an empty list says."""

CALLS = {
    CallOutcome.REACHED: _l("Joint par téléphone"),
    CallOutcome.CALLED_US: _l("Nous a appelés"),
    CallOutcome.VOICEMAIL: _l("Message laissé sur le répondeur"),
    CallOutcome.NO_ANSWER: _l("Pas de réponse"),
    CallOutcome.WRONG_NUMBER: _l("Numéro erroné"),
}
CALL_ICONS = {
    CallOutcome.REACHED: "phone-call",
    CallOutcome.CALLED_US: "phone-call",
    CallOutcome.VOICEMAIL: "phone",
    CallOutcome.NO_ANSWER: "phone",
    CallOutcome.WRONG_NUMBER: "circle-x",
}
CALLERS = {
    CallerOutcome.ANSWERED: _l("Répondu pendant l’appel"),
    CallerOutcome.CALL_BACK: _l("À rappeler"),
    CallerOutcome.FORWARDED: _l("À traiter par le pôle"),
}
