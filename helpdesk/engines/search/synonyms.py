"""Words that mean the same to the people who ask: the list shipped, and any other that an editor makes of it.

Each group is looked for whole when one of its members is typed, whatever its ending, accents or capitals.
Abbreviations and the little words of text messages are here too; misspellings are not, the corrector finds them.
English words stand beside the French ones of the trade: an English question finds French articles by them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from helpdesk.core.french import words
from helpdesk.core.languages import LANGUAGES, Language

LONGEST_PHRASE = 5
"""Words in the longest phrase that is looked for in a question."""

GROUPS = (
    ("prélèvement", "débit", "SDD", "ponction", "direct debit"),
    ("impayé", "rejet", "rejeté", "retour", "refusé", "unpaid", "bounced"),
    ("RUM", "référence unique de mandat", "référence du mandat", "mandate reference"),
    ("ICS", "identifiant créancier", "creditor identifier"),
    ("IBAN", "RIB", "coordonnées bancaires", "bank details"),
    ("mandat", "autorisation de prélèvement", "mandate"),
    ("remise", "fichier de prélèvement", "bordereau", "batch"),
    ("cotisation", "cotis", "adhésion", "dues", "membership fee"),
    ("remboursement", "rembourser", "restitution", "recrédit", "refund", "money back"),
    ("révoquer", "résilier", "annuler", "arrêter", "stopper", "cancel", "stop", "revoke"),
    ("contester", "opposition", "réclamation", "dispute", "complaint"),
    ("provision insuffisante", "découvert", "solde insuffisant", "insufficient funds", "overdraft"),
    ("trésorier", "tréso", "mandataire", "treasurer"),
    ("mandataire", "directrice", "directeur"),
    ("mot de passe", "mdp", "code d’accès", "password"),
    ("connexion", "connecter", "login", "identifiant", "log in", "sign in"),
    ("courriel", "mail", "e-mail", "mél"),
    ("téléphone", "tel", "appeler", "numéro", "phone", "call"),
    ("carte bancaire", "CB", "carte bleue", "bank card"),
    ("virement", "transfert", "bank transfer"),
    ("espèces", "liquide", "cash"),
    ("chèque", "cheque", "check"),
    ("frais", "tarif", "prix", "coût", "fee", "price", "cost"),
    ("abonnement", "facture", "frais", "subscription", "invoice"),
    ("double", "doublon", "deux fois", "2 fois", "twice"),
    ("prélevé deux fois", "débité deux fois", "double prélèvement", "charged twice"),
    ("coopérative", "coop", "co-operative"),
    ("code secret", "code PIN", "PIN"),
    ("voyage", "séjour", "sortie", "trip", "school trip"),
    ("RGPD", "données personnelles", "confidentialité", "personal data", "privacy", "GDPR"),
    ("TPE", "petite entreprise"),
    ("RDV", "rendez-vous", "rappel", "call back"),
    ("pb", "problème", "dysfonctionnement", "bug", "panne", "incident"),
    ("compte", "account"),
    ("banque", "bank"),
    ("montant", "somme", "amount"),
    ("erroné", "faux", "incorrect", "wrong"),
    ("bloqué", "gelé", "blocked", "frozen"),
    ("délai", "deadline"),
    ("changer", "modifier", "change"),
    ("payer", "régler", "pay"),
    ("reçu", "receipt"),
    ("quitter", "départ", "démission", "leave", "resign"),
    ("adhérent", "member"),
    ("syndicat", "union"),
    ("avance", "acompte", "advance"),
    ("urgence", "urgent", "emergency"),
    ("perdu", "lost"),
    ("carte", "card"),
    ("code de rejet", "reason code", "reject code"),
)
"""The list that holds until an editor changes it."""


class Synonyms:
    """Answer what else to look for. Two are the same only if they are one object: engines remember answers by it."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.groups = groups

    def of(self, typed: Sequence[str], lang: str) -> Iterator[str]:
        """Yield what means the same as each word and phrase among the folded words `typed`."""
        by_phrase = self._by_phrase[lang]
        stems = [LANGUAGES[lang].stem(word) for word in typed]
        for length in range(1, LONGEST_PHRASE + 1):
            for start in range(len(stems) - length + 1):
                yield from by_phrase.get(" ".join(stems[start : start + length]), ())

    def name(self, word: str, lang: str) -> bool:
        """Tell whether a folded word is one of theirs, alone or within a phrase."""
        return LANGUAGES[lang].stem(word) in self._words[lang]

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return {
            lang: frozenset(stem for phrase in phrases for stem in phrase.split())
            for lang, phrases in self._by_phrase.items()
        }

    @cached_property
    def _by_phrase(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        return {code: _by_stems(self.groups, language) for code, language in LANGUAGES.items()}


def _by_stems(groups: Sequence[Sequence[str]], language: Language) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for group in groups:
        for member in group:
            phrase = " ".join(map(language.stem, words(member)))
            found.setdefault(phrase, []).extend(other for other in group if other != member)
    return {phrase: tuple(dict.fromkeys(others)) for phrase, others in found.items()}


SHIPPED = Synonyms(GROUPS)
"""The list that is used unless a search brings another one."""
