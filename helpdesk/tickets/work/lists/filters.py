"""What narrows a list: the choices offered beside it."""

from typing import Any

from helpdesk.tickets.labels import CATEGORIES
from helpdesk.tickets.severity.labels import SEVERITIES
from helpdesk.tickets.work.duty import Duty
from helpdesk.tickets.work.lists.lines import ALL_DESKS
from helpdesk.tickets.work.lists.queries import EVERY_DESK, Wanted
from helpdesk.tickets.work.rules import OWN_DESKS
from helpdesk.web.i18n import gettext as _


def filter_choices(wanted: Wanted, duty: Duty) -> dict[str, Any]:
    """Return the choices of a list's filters, as pairs of a value and its words said once, and what is chosen."""
    every = ("", _("Toutes"))
    return {
        "desks": _desks(wanted, duty),
        "chosen_desk": _chosen_desk(wanted, duty),
        "categories": (every, *((slug, str(words)) for slug, words in CATEGORIES.items())),
        "levels": (every, *((level.value, str(words)) for level, words in SEVERITIES.items())),
    }


def _desks(wanted: Wanted, duty: Duty) -> tuple[tuple[str, str], ...]:
    open_desks = tuple((desk.slug, desk.name) for desk in duty.directory.open_desks)
    if duty.reach.begins_at_own_desks and wanted.view in OWN_DESKS:
        return (("", _("Mes pôles")), (ALL_DESKS, _("Tous les pôles")), *open_desks)
    return (("", _("Tous les pôles")), *open_desks)


def _chosen_desk(wanted: Wanted, duty: Duty) -> str:
    if wanted.desk_id is None:
        return ""
    return ALL_DESKS if wanted.desk_id == EVERY_DESK else duty.directory.desks[wanted.desk_id].slug
