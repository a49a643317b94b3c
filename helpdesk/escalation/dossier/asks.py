"""What is usually asked of the bank or the provider for each kind of malfunction.

An agent starts from these sentences and changes them; the days come with them.
"""

from collections.abc import Mapping

from helpdesk.web.i18n import lazy_gettext as _l

_REFUND = _l("Rembourser la somme prélevée à tort et les frais qu’elle a causés")
_REIMPORT = _l("Reprendre les mandats depuis l’ancienne base et en donner la liste, avant et après")
_NEW_DATE = _l("Donner une nouvelle date de présentation de la remise, sans frais")
_CREDIT = _l("Mettre les fonds à disposition, à leur date de valeur")
_ACCESS = _l("Rétablir l’accès de l’organisation à la plateforme")

USUAL: Mapping[str, str] = {
    "prelevement/double-debit": _l("Reverser le second prélèvement et rembourser les frais qu’il a causés"),
    "prelevement/montant-errone": _l("Rembourser la différence et les frais qu’elle a causés"),
    "prelevement/non-preleve": _NEW_DATE,
    "prelevement": _REFUND,
    "mandat/rum-ics-errone": _l("Rétablir le bon identifiant de créancier ou de mandat"),
    "mandat/sequence": _l("Corriger la séquence et représenter les prélèvements sans frais"),
    "mandat": _REIMPORT,
    "impaye/frais": _l("Rembourser les frais de rejet"),
    "impaye/taux-anormal": _l(
        "Expliquer les rejets et représenter sans frais ceux qui ne viennent pas des adhérents"
    ),
    "impaye": _l("Renvoyer les fichiers d’impayés manquants"),
    "fonds": _CREDIT,
    "acces": _ACCESS,
    "remise": _NEW_DATE,
    "facturation": _l("Émettre l’avoir correspondant à ce qui a été facturé à tort"),
    "support": _l("Répondre à la demande d’assistance restée sans suite"),
    "donnees": _l("Faire cesser l’exposition des données, et dire lesquelles, de qui et depuis quand"),
}
"""The first thing asked, by sub-category where it differs, else by category."""

ALWAYS = (
    _l("Confirmer la cause par écrit"),
    _l("Donner le nom d’un interlocuteur chargé de ce dossier"),
)


def usual_asks(category: str, subcategory: str) -> tuple[str, ...]:
    """Return what is usually asked, the most pressing first."""
    first = USUAL.get(f"{category}/{subcategory}") or USUAL.get(category)
    return tuple(str(each) for each in ((first, *ALWAYS) if first else ALWAYS))
