"""Roles and refusals in words."""

from collections.abc import Mapping

from helpdesk.accounts.rules import Role
from helpdesk.accounts.staff.rules import Objection
from helpdesk.web.i18n import lazy_gettext as _l

ROLES: Mapping[Role, str] = {
    Role.AGENT: _l("Conseiller"),
    Role.SUPERVISOR: _l("Superviseur"),
    Role.EDITOR: _l("Rédacteur"),
    Role.PUBLISHER: _l("Responsable de publication"),
    Role.ADMINISTRATOR: _l("Administration confédérale"),
    Role.SYSADMIN: _l("Administrateur du site"),
    Role.TREASURER: _l("Trésorier ou correspondant"),
}

OBJECTIONS: Mapping[Objection, str] = {
    Objection.ROLE_NOT_YOURS: _l("Vous ne pouvez pas donner ce rôle."),
    Objection.NO_ROLE: _l("Choisissez au moins un rôle."),
    Objection.ONESELF: _l("Vous ne pouvez pas désactiver votre propre compte."),
    Objection.LAST_SYSADMIN: _l(
        "C’est le dernier administrateur du site : nommez-en un autre avant de changer celui-ci."
    ),
}
