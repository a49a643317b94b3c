"""Words that mean the same to the people who ask, folded as the index folds them.

Each group is looked for whole when one of its members is typed. Abbreviations and the little words of text messages
are here too; misspellings are not, the corrector finds them.
"""

from collections.abc import Mapping, Sequence

_GROUPS = (
    ("prelevement", "debit", "sdd"),
    ("preleve", "debite"),
    ("impaye", "rejet", "rejete"),
    ("rum", "reference unique de mandat"),
    ("ics", "identifiant creancier"),
    ("iban", "rib", "coordonnees bancaires"),
    ("mandat", "autorisation de prelevement"),
    ("remise", "fichier de prelevement", "bordereau"),
    ("cotisation", "adhesion"),
    ("remboursement", "rembourser", "restitution"),
    ("revoquer", "resilier", "annuler", "arreter", "stopper"),
    ("contester", "opposition", "reclamation"),
    ("provision insuffisante", "decouvert", "solde insuffisant"),
    ("tresorier", "treso", "mandataire"),
    ("mot de passe", "mdp", "code d acces"),
    ("connexion", "connecter", "login", "identifiant"),
    ("courriel", "mail", "email", "e mail", "mel"),
    ("telephone", "tel", "appeler", "numero"),
    ("carte bancaire", "cb", "carte bleue"),
    ("virement", "transfert"),
    ("especes", "liquide", "cash"),
    ("frais", "tarif", "prix", "cout"),
    ("abonnement", "facture", "frais"),
    ("double", "doublon", "deux fois"),
    ("cooperative", "coop"),
    ("code secret", "code pin", "pin"),
    ("voyage", "sejour", "sortie"),
    ("rgpd", "donnees personnelles", "confidentialite"),
    ("tpe", "petite entreprise"),
    ("rdv", "rendez vous", "rappel"),
    ("pb", "probleme", "dysfonctionnement", "bug", "panne"),
)


def _by_member(groups: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for group in groups:
        for member in group:
            found.setdefault(member, []).extend(other for other in group if other != member)
    return {member: tuple(dict.fromkeys(others)) for member, others in found.items()}


SYNONYMS: Mapping[str, Sequence[str]] = _by_member(_GROUPS)
"""What else to look for, by folded word or phrase."""
