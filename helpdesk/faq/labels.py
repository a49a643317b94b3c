"""Words for what articles are about and whom they address."""

from collections.abc import Mapping
from typing import Any

from helpdesk.faq.rules import Audience, VoteReason
from helpdesk.web.i18n import lazy_gettext as _l

AUDIENCES: Mapping[Audience, Any] = {
    Audience.MEMBER: _l("Adhérents"),
    Audience.TREASURER: _l("Trésoriers"),
    Audience.BOTH: _l("Pour tous"),
}

VOTE_REASONS: Mapping[VoteReason, Any] = {
    VoteReason.UNCLEAR: _l("Ce n’est pas clair"),
    VoteReason.OUTDATED: _l("C’est périmé"),
    VoteReason.DOES_NOT_WORK: _l("J’ai essayé, cela ne marche pas"),
    VoteReason.OTHER: _l("Autre raison"),
}

TOPIC_WORDS: Mapping[str, Any] = {
    "prelevement": _l("Prélèvement de la cotisation"),
    "mandat": _l("Mandat (RUM, ICS)"),
    "impaye": _l("Impayés et retours"),
    "fonds": _l("Fonds et comptes"),
    "acces": _l("Accès et activation"),
    "remise": _l("Remises et fichiers"),
    "facturation": _l("Abonnement et facturation"),
    "support": _l("Assistance du prestataire"),
    "carte-especes-cheques": _l("Carte, espèces, chèques"),
    "affiliation": _l("Affiliation et adhésion"),
    "conseil": _l("Réponses à la carte"),
    "donnees": _l("Données personnelles"),
    "autre": _l("Autre"),
}
"""The categories of articles and dossiers, in the order forms show them."""

SUBTOPIC_WORDS: Mapping[str, Any] = {
    "prelevement/double-debit": _l("Prélevé deux fois"),
    "prelevement/montant-errone": _l("Montant erroné"),
    "prelevement/non-preleve": _l("Pas prélevé"),
    "prelevement/date-errone": _l("Mauvaise date"),
    "prelevement/apres-depart": _l("Prélevé après un départ"),
    "prelevement/creancier-inconnu": _l("Créancier inconnu"),
    "mandat/mandat-perdu": _l("Mandat perdu"),
    "mandat/rum-ics-errone": _l("RUM ou ICS erroné"),
    "mandat/sequence": _l("Erreur de séquence"),
    "mandat/changement-iban": _l("Changement de compte"),
    "mandat/revocation": _l("Révocation"),
    "mandat/caduc-36-mois": _l("Mandat caduc (36 mois)"),
    "impaye/non-restitue": _l("Impayés qui n’apparaissent plus"),
    "impaye/comprendre-un-code": _l("Comprendre un code de rejet"),
    "impaye/representation": _l("Représenter un impayé"),
    "impaye/taux-anormal": _l("Trop de rejets"),
    "impaye/frais": _l("Frais de rejet"),
    "fonds/non-credite": _l("Fonds non crédités"),
    "fonds/bloque": _l("Fonds bloqués"),
    "fonds/solde-a-transferer": _l("Solde à transférer"),
    "fonds/avance-urgente": _l("Avance urgente"),
    "fonds/rapprochement": _l("Rapprochement des comptes"),
    "acces/connexion": _l("Connexion impossible"),
    "acces/lien-non-recu": _l("Lien non reçu"),
    "acces/identite-kyc": _l("Vérification d’identité"),
    "acces/habilitation-mandataire": _l("Habilitation d’un mandataire"),
    "acces/changement-adresse": _l("Changement d’adresse de courriel"),
    "remise/fichier-rejete": _l("Fichier rejeté"),
    "remise/depot-impossible": _l("Dépôt impossible"),
    "remise/hors-delai": _l("Remise hors délai"),
    "remise/format": _l("Format de fichier"),
    "facturation/facture-contestee": _l("Facture contestée"),
    "facturation/exoneration-non-appliquee": _l("Exonération non appliquée"),
    "facturation/tarif": _l("Tarifs"),
    "support/injoignable": _l("Assistance injoignable"),
    "support/sans-reponse": _l("Sans réponse"),
    "support/reponse-insuffisante": _l("Réponse insuffisante"),
    "carte-especes-cheques/commande-carte": _l("Commander une carte"),
    "carte-especes-cheques/code-pin": _l("Code de la carte"),
    "carte-especes-cheques/cheque-recu": _l("Chèque reçu"),
    "carte-especes-cheques/especes": _l("Espèces"),
    "affiliation/renouvellement": _l("Renouvellement"),
    "affiliation/second-mandataire": _l("Second mandataire"),
    "affiliation/inscription-tardive": _l("Inscription tardive"),
    "conseil/vie-professionnelle": _l("Vie professionnelle"),
    "conseil/depart-entreprise": _l("Départ de l’entreprise"),
    "conseil/autre": _l("Autre conseil"),
    "donnees/acces": _l("Accéder à mes données"),
    "donnees/rectification": _l("Rectifier mes données"),
    "donnees/effacement": _l("Effacer mes données"),
    "donnees/incident": _l("Données exposées à des tiers"),
}
"""The sub-categories, by `category/sub-category`; their words do not repeat the category’s."""
