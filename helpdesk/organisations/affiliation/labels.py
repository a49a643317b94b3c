"""Words for where an organisation stands, and for why a year cannot be entered."""

from collections.abc import Mapping

from helpdesk.organisations.affiliation.rules import Slip, Standing, Year
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

STANDINGS: Mapping[Standing, str] = {
    Standing.LAPSED: _l("Affiliation échue"),
    Standing.TO_RENEW: _l("Affiliation à renouveler"),
    Standing.UP_TO_DATE: _l("Affiliation à jour"),
}
"""Nothing is said of what is unknown."""

LOOKS: Mapping[Standing, tuple[str, str]] = {
    Standing.LAPSED: ("danger", "triangle-alert"),
    Standing.TO_RENEW: ("warn", "calendar-clock"),
    Standing.UP_TO_DATE: ("ok", "circle-check"),
}
"""The badge of each standing: its kind and its icon."""


def slip_sentence(slip: Slip, about: Year) -> str:
    """Say why a year cannot be entered."""
    match slip:
        case Slip.BACKWARDS:
            return _("La fin précède le début.")
        case Slip.TOO_LONG:
            return _("Une année d’affiliation dure deux ans au plus.")
        case Slip.OUT_OF_TIME:
            return _("Une année d’affiliation se situe entre 2000 et 2100.")
    return _("Cette année recouvre celle qui est déjà saisie : %(label)s.", label=about.label)
