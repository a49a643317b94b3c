"""What a mail is about, guessed from its words; from whom, from its sender's address. Always to be checked.

A plain table of words, so that every guess can be explained: the history shows which of them were found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from helpdesk.core.identifiers import fold_key

LOOKED_AT = 4_000
"""How much of a text is looked at, in signs: what people want stands at its beginning."""
WORDS_SHOWN = 4
SUBJECT_WEIGHT = 3
OTHER = "autre"

_WORDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("prelevement", "double-debit"): "deux fois, double prelevement, doublon, prelevements en double, "
        "2 fois, debite deux, preleve deux, charged twice, double debit, deux prelevements",
        ("prelevement", "montant-errone"): "montant errone, mauvais montant, montant faux, trop preleve, "
        "montant incorrect, trop eleve, wrong amount",
        ("prelevement", "non-preleve"): "pas ete preleve, non preleve, aucun prelevement, "
        "jamais ete preleve, n a pas ete debite",
        ("prelevement", "date-errone"): "mauvaise date, avant la date, trop tot, date de prelevement",
        ("prelevement", "apres-depart"): "j ai quitte, je ne suis plus adherent, ma demission, "
        "apres mon depart, j ai demissionne, resilie mon adhesion",
        ("prelevement", "creancier-inconnu"): "creancier inconnu, je ne reconnais pas, ne connais pas ce, "
        "prelevement inconnu, autre nom sur mon releve",
        ("prelevement", ""): "prelevement, preleve, prelevee, debite, debitee, cotisation",
        ("mandat", "mandat-perdu"): "mandats perdus, mandat perdu, mandat introuvable, mandats disparus",
        ("mandat", "rum-ics-errone"): "rum, ics, reference unique de mandat",
        ("mandat", "changement-iban"): "nouvel iban, changer d iban, changement d iban, nouveau rib, "
        "changer de banque, change de banque, nouvelle banque, changement de compte, new bank account",
        ("mandat", "revocation"): "revoquer, revocation, annuler mon mandat",
        ("mandat", "caduc-36-mois"): "36 mois, caduc, mandat expire",
        ("mandat", ""): "mandat, mandats",
        ("impaye", "comprendre-un-code"): "code de rejet, am04, ac04, ac01, ac06, md01, md06, ms02, ms03, "
        "motif de rejet, reason code",
        ("impaye", "representation"): "representer, nouvelle presentation, represente",
        ("impaye", "taux-anormal"): "taux de rejet, beaucoup de rejets, tous rejetes",
        ("impaye", "frais"): "frais de rejet, frais bancaires, frais d impaye",
        ("impaye", "non-restitue"): "impaye non restitue, rejet non restitue, pas restitues",
        ("impaye", ""): "impaye, impayes, rejet, rejets, rejete",
        ("fonds", "non-credite"): "pas recu les fonds, non credite, pas ete credite, virement non recu, "
        "toujours pas recu le virement, argent n est pas arrive",
        ("fonds", "bloque"): "fonds bloques, compte bloque, argent bloque, funds blocked",
        ("fonds", "avance-urgente"): "avance de tresorerie, avance urgente",
        ("fonds", "solde-a-transferer"): "transferer le solde, solde a transferer",
        ("fonds", "rapprochement"): "rapprochement, rapprocher",
        ("fonds", ""): "fonds, versement, tresorerie",
        ("acces", "connexion"): "me connecter, connexion, mot de passe, identifiant, log in, password",
        ("acces", "lien-non-recu"): "pas recu le lien, lien non recu, lien d activation",
        ("acces", "identite-kyc"): "piece d identite, justificatif d identite, kyc",
        ("acces", "habilitation-mandataire"): "nouveau mandataire, habilitation, mandataire",
        ("acces", "changement-adresse"): "changer d adresse, nouvelle adresse, changement d adresse",
        ("remise", "fichier-rejete"): "fichier rejete, fichier refuse, pain 008",
        ("remise", "depot-impossible"): "deposer le fichier, depot impossible, depot du fichier",
        ("remise", "hors-delai"): "hors delai, date limite de remise",
        ("remise", ""): "remise, fichier de prelevement",
        ("facturation", "facture-contestee"): "contester la facture, facture contestee, facture erronee",
        ("facturation", "exoneration-non-appliquee"): "exoneration, exonere",
        ("facturation", "tarif"): "tarif, tarifs, combien coute",
        ("facturation", ""): "facture, factures, invoice",
        ("support", "injoignable"): "injoignable, ne repond pas, personne ne repond, impossible de joindre",
        ("support", "sans-reponse"): "sans reponse, pas de reponse, aucune reponse",
        ("carte-especes-cheques", "commande-carte"): "commander une carte, carte bancaire",
        ("carte-especes-cheques", "code-pin"): "code pin, code de la carte",
        ("carte-especes-cheques", "cheque-recu"): "cheque, cheques",
        ("carte-especes-cheques", "especes"): "especes, liquide",
        ("affiliation", "renouvellement"): "renouvellement, renouveler l affiliation",
        ("affiliation", ""): "affiliation",
        ("donnees", "acces"): "droit d acces, mes donnees personnelles",
        ("donnees", "effacement"): "effacer mes donnees, supprimer mes donnees, suppression de mes donnees",
        ("donnees", "incident"): "fuite de donnees, donnees d autres, donnees exposees",
        ("donnees", ""): "rgpd",
    }
)
"""What is said about each sub-category, folded; the category alone for words that tell no more."""

_PHRASES = {topic: tuple(words.split(", ")) for topic, words in _WORDS.items()}
_ENGLISH = frozenset("the and you have been was my is for this with please hello dear our from".split())  # noqa: SIM905
_FRENCH = frozenset("le la les de des et je vous nous est pour avec une bonjour merci mon ma sur".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class TopicGuess:
    """What a mail seems to be about, and the words that say so, none for a guess in the dark."""

    category: str
    subcategory: str
    words: tuple[str, ...]


def guess_topic(subject: str, text: str) -> TopicGuess:
    """Return what a mail seems to be about: the topic most is said of; the catch-all when nothing is."""
    said = {True: _folded(subject), False: _folded(text[:LOOKED_AT])}
    scores: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], list[str]] = {}
    for topic, phrases in _PHRASES.items():
        for phrase in phrases:
            weight = sum(
                SUBJECT_WEIGHT if is_subject else 1
                for is_subject in said
                if f" {phrase} " in said[is_subject]
            )
            if weight:
                # A longer phrase says more than a word that many topics share.
                worth = weight * (2 if topic[1] else 1) * (phrase.count(" ") + 1)
                scores[topic] = scores.get(topic, 0) + worth
                found.setdefault(topic, []).append(phrase)
    if not scores:
        return TopicGuess(OTHER, "", ())
    best = max(scores, key=lambda topic: (scores[topic], topic[1] != ""))
    return TopicGuess(*best, tuple(found[best][:WORDS_SHOWN]))


def guess_language(text: str) -> str:
    """Return the language a text is written in: French unless clearly more of it is English."""
    words = _folded(text[:LOOKED_AT]).split()
    english, french = (sum(word in known for word in words) for known in (_ENGLISH, _FRENCH))
    return "en" if english >= 3 and english > 2 * french else "fr"


class OrganisationSource(StrEnum):
    """Say by what an organisation is taken to be the sender's, the surest first."""

    CONTACT = "contact"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation the sender may write for."""

    source: OrganisationSource
    id: int
    name: str


def guess_organisation(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the one organisation the surest source names; None when it names several, or nothing does."""
    for source in OrganisationSource:
        named = {each.id: each for each in candidates if each.source is source}
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return None


def _folded(text: str) -> str:
    """Return the words of a text, folded, with one blank around each."""
    return f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in fold_key(text)).split())} "
