"""What is usually asked for each kind of malfunction, most often of the bank or the provider.

An agent starts from these sentences and changes them; the days come with them.
"""

from collections.abc import Mapping

from helpdesk.tickets.facts.rules import Facts
from helpdesk.web.i18n import lazy_gettext as _l

_REFUND = _l("Rembourser la somme prélevée à tort et les frais qu’elle a causés")
_REIMPORT = _l("Reprendre les mandats depuis l’ancienne base et en donner la liste, avant et après")
_NEW_DATE = _l("Donner une nouvelle date de présentation de la remise, sans frais")
_CREDITOR = _l("Rétablir le bon nom et le bon identifiant de créancier")

USUAL: Mapping[str, str] = {
    "prelevement/double-debit": _l("Reverser le second prélèvement et rembourser les frais qu’il a causés"),
    "prelevement/montant-errone": _l("Rembourser la différence et les frais qu’elle a causés"),
    "prelevement/date-errone": _l("Rembourser les frais causés par la mauvaise date"),
    "prelevement/non-preleve": _NEW_DATE,
    "prelevement": _REFUND,
    "mandat/mandat-perdu": _REIMPORT,
    "mandat/rum-ics-errone": _l("Rétablir le bon identifiant de créancier ou de mandat"),
    "mandat/sequence": _l("Corriger la séquence et représenter les prélèvements sans frais"),
    "mandat/changement-iban": _l("Prendre en compte le nouveau compte du débiteur"),
    "mandat/revocation": _l("Cesser de présenter les prélèvements du mandat révoqué"),
    "mandat/caduc-36-mois": _l("Dire depuis quand le mandat n’a plus servi"),
    "impaye/frais": _l("Rembourser les frais de rejet"),
    "impaye/taux-anormal": _l(
        "Expliquer les rejets et représenter sans frais ceux qui ne viennent pas des adhérents"
    ),
    "impaye/comprendre-un-code": _l("Expliquer le motif du rejet"),
    "impaye/representation": _l("Dire si le prélèvement peut être représenté, et à quelle date"),
    "impaye": _l("Renvoyer les fichiers d’impayés manquants"),
    "fonds/solde-a-transferer": _l("Transférer le solde de l’ancien compte"),
    "fonds/avance-urgente": _l("Dire si l’avance est accordée, et quand elle sera versée"),
    "fonds/rapprochement": _l("Donner le détail des opérations à rapprocher"),
    "fonds": _l("Mettre les fonds à disposition, à leur date de valeur"),
    "acces": _l("Rétablir l’accès de l’organisation à la plateforme"),
    "remise/format": _l("Dire quel format de fichier est accepté"),
    "remise": _NEW_DATE,
    "facturation/tarif": _l("Confirmer par écrit le tarif appliqué"),
    "facturation": _l("Émettre l’avoir correspondant à ce qui a été facturé à tort"),
    "support": _l("Répondre à la demande d’assistance restée sans suite"),
    "donnees/acces": _l("Donner à la personne ses données"),
    "donnees/rectification": _l("Rectifier les données de la personne"),
    "donnees/effacement": _l("Effacer les données de la personne, ou dire pourquoi elles sont gardées"),
}
"""The first thing asked, by sub-category where it differs, else by category."""

ELSEWHERE = frozenset({"donnees", "conseil", "affiliation", "autre", "fonds/avance-urgente"})
"""What neither the bank nor its provider has a part in, by category or sub-category."""

ALWAYS = (
    _l("Confirmer la cause par écrit"),
    _l("Donner le nom d’un interlocuteur chargé de ce dossier"),
)


def is_for_bank(facts: Facts) -> bool:
    """Say whether the bank or its provider has a part in it; if not, nothing is written for them."""
    named = {facts.category, f"{facts.category}/{facts.subcategory}"}
    return facts.mandate_base_lost or facts.wrong_creditor or not named & ELSEWHERE


def usual_asks(facts: Facts) -> tuple[str, ...]:
    """Return what is usually asked, the most pressing first: what an agent established, else the topic's."""
    established = [_REIMPORT] if facts.mandate_base_lost else []
    if facts.wrong_creditor:
        established.append(_CREDITOR)
    usual = USUAL.get(f"{facts.category}/{facts.subcategory}") or USUAL.get(facts.category)
    first = established or ([usual] if usual else [])
    return tuple(str(each) for each in (*first, *(ALWAYS if is_for_bank(facts) else ALWAYS[1:])))
