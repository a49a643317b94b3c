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
