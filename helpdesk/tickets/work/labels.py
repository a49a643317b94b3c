"""Words for the lists of the agents' side."""

from helpdesk.tickets.work.rules import View
from helpdesk.web.i18n import lazy_gettext as _l

VIEWS = {
    View.TO_DO: _l("À traiter"),
    View.DUE_SOON: _l("Échéance proche"),
    View.MINE: _l("Mes dossiers"),
    View.UNASSIGNED: _l("Non attribués"),
    View.WAITING: _l("En attente"),
    View.ESCALATED: _l("Escaladés"),
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
