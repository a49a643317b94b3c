"""What a sum is, in words, for each kind of malfunction."""

from collections.abc import Mapping

from helpdesk.tickets.facts.rules import UNDUE_DEBITS
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

_LABELS: Mapping[str, str] = {
    "prelevement/non-preleve": _l("Non collecté"),
    "remise": _l("Non collecté"),
    "mandat": _l("Non collecté"),
    "impaye/frais": _l("Frais"),
    "impaye": _l("Impayé"),
    "fonds/avance-urgente": _l("Avance demandée"),
    "fonds/solde-a-transferer": _l("Solde à transférer"),
    "fonds/rapprochement": _l("À rapprocher"),
    "fonds": _l("Bloqué ou non crédité"),
    "facturation": _l("Facturé"),
}


def sum_label(category: str, subcategory: str) -> str:
    """Return what the amount of a dossier is: taken by mistake, not collected, blocked…"""
    if (category, subcategory) in UNDUE_DEBITS:
        return _("Prélevé à tort")
    found = _LABELS.get(f"{category}/{subcategory}") or _LABELS.get(category)
    return str(found) if found else _("En jeu")
