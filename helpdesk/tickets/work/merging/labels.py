"""The words of what keeps two dossiers apart."""

from collections.abc import Mapping

from helpdesk.tickets.work.merging.rules import Obstacle
from helpdesk.web.i18n import lazy_gettext as _l

OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.SAME: _l("C’est ce dossier même : donnez la référence de l’autre."),
    Obstacle.GONE: _l("Ce dossier est déjà réuni à un autre."),
    Obstacle.TARGET_GONE: _l(
        "L’autre dossier est lui-même réuni à un troisième : donnez la référence de celui-ci."
    ),
    Obstacle.ESCALATED: _l(
        "L’administration confédérale est saisie de ce dossier : réunissez plutôt l’autre à celui-ci."
    ),
    Obstacle.OTHER_PERSON: _l(
        "Ces dossiers ne sont pas de la même personne : l’une lirait ce que l’autre a écrit. "
        "Vérifiez les coordonnées, ou laissez les dossiers séparés."
    ),
}
