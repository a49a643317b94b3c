"""What a dossier can be about: categories, their sub-categories, and what each one asks for.

No wording lives here: the words people read belong to the features that show them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Audience(StrEnum):
    """Name who meets a problem of this kind."""

    MEMBER = "member"
    TREASURER = "treasurer"
    BOTH = "both"


class Severity(StrEnum):
    """Rank a dossier, from critical (S1) to a plain question (S4); the values sort in that order."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Field(StrEnum):
    """Name a fact the complaint form asks for beyond the text itself."""

    AMOUNT = "amount"
    DEBIT_ON = "debit_on"
    DUE_ON = "due_on"
    DEADLINE_ON = "deadline_on"
    MEMBERS_TOUCHED = "members_touched"
    RUM = "rum"
    REASON_CODE = "reason_code"
    VENDOR_REFERENCE = "vendor_reference"
    VENDOR_CONTACTED_ON = "vendor_contacted_on"
    REFUNDED = "refunded"


Fields = frozenset[Field]


@dataclass(frozen=True, slots=True)
class Subtopic:
    """Refine a topic; `slug` is unique inside its topic only, `fields` come on top of the topic's."""

    slug: str
    fields: Fields = frozenset()
    default_severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Describe one category: who meets it, how serious it is by default, who answers, what to ask."""

    slug: str
    subtopics: tuple[Subtopic, ...]
    audience: Audience
    default_severity: Severity
    default_desk: str
    fields: Fields = frozenset()

    def subtopic(self, slug: str) -> Subtopic:
        """Return the sub-category called `slug`; raise KeyError when this topic has none of that name."""
        for subtopic in self.subtopics:
            if subtopic.slug == slug:
                return subtopic
        raise KeyError(slug)

    def fields_for(self, subtopic: str | None) -> Fields:
        """Return every field to ask for; without a sub-category, those common to the whole topic."""
        return self.fields if subtopic is None else self.fields | self.subtopic(subtopic).fields

    def severity_for(self, subtopic: str | None) -> Severity:
        """Return the severity before any fact is known."""
        own = None if subtopic is None else self.subtopic(subtopic).default_severity
        return own or self.default_severity


def _ask(names: str) -> Fields:
    return frozenset(Field(name) for name in names.split())


def _sub(slug: str, names: str = "", severity: Severity | None = None) -> Subtopic:
    return Subtopic(slug, _ask(names), severity)


_VENDOR = "vendor_reference vendor_contacted_on"

_ALL = (
    Topic(
        "prelevement",
        (
            _sub("double-debit", "debit_on refunded"),
            _sub("montant-errone", "debit_on refunded"),
            _sub("non-preleve", "due_on"),
            _sub("date-errone", "debit_on due_on"),
            _sub("apres-depart", "debit_on refunded"),
            _sub("creancier-inconnu", "debit_on refunded"),
        ),
        audience=Audience.BOTH,
        default_severity=Severity.S3,
        default_desk="prelevements",
        fields=_ask("amount members_touched rum"),
    ),
    Topic(
        "mandat",
        (
            _sub("mandat-perdu", f"members_touched reason_code due_on {_VENDOR}"),
            _sub("rum-ics-errone", "members_touched reason_code debit_on"),
            _sub("sequence", f"members_touched reason_code due_on {_VENDOR}"),
            _sub("changement-iban", "due_on", Severity.S4),
            _sub("revocation", "due_on", Severity.S4),
            _sub("caduc-36-mois", "debit_on", Severity.S4),
        ),
        audience=Audience.BOTH,
        default_severity=Severity.S3,
        default_desk="prelevements",
        fields=_ask("rum"),
    ),
    Topic(
        "impaye",
        (
            _sub("non-restitue", f"debit_on amount members_touched {_VENDOR}"),
            _sub("comprendre-un-code", "rum", Severity.S4),
            _sub("representation", "due_on amount rum", Severity.S4),
            _sub("taux-anormal", f"due_on members_touched amount {_VENDOR}"),
            _sub("frais", "amount debit_on refunded"),
        ),
        audience=Audience.BOTH,
        default_severity=Severity.S3,
        default_desk="prelevements",
        fields=_ask("reason_code"),
    ),
    Topic(
        "fonds",
        (
            _sub("non-credite", "due_on"),
            _sub("bloque", "debit_on deadline_on", Severity.S2),
            _sub("solde-a-transferer", "deadline_on"),
            _sub("avance-urgente", "deadline_on"),
            _sub("rapprochement", "debit_on", Severity.S4),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S3,
        default_desk="comptes",
        fields=_ask(f"amount {_VENDOR}"),
    ),
    Topic(
        "acces",
        (
            _sub("connexion", "deadline_on"),
            _sub("lien-non-recu", "deadline_on"),
            _sub("identite-kyc", "deadline_on"),
            _sub("habilitation-mandataire", "deadline_on"),
            _sub("changement-adresse", "", Severity.S4),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S3,
        default_desk="acces",
        fields=_ask(_VENDOR),
    ),
    Topic(
        "remise",
        (
            _sub("fichier-rejete", "reason_code", Severity.S2),
            _sub("depot-impossible", "deadline_on", Severity.S2),
            _sub("hors-delai", "deadline_on", Severity.S2),
            _sub("format", "reason_code"),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S3,
        default_desk="prelevements",
        fields=_ask(f"amount due_on members_touched {_VENDOR}"),
    ),
    Topic(
        "facturation",
        (
            _sub("facture-contestee", "due_on refunded", Severity.S3),
            _sub("exoneration-non-appliquee", f"debit_on refunded {_VENDOR}", Severity.S3),
            _sub("tarif"),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S4,
        default_desk="comptes",
        fields=_ask("amount"),
    ),
    Topic(
        "support",
        (
            _sub("injoignable", "deadline_on"),
            _sub("sans-reponse", "deadline_on"),
            _sub("reponse-insuffisante", "deadline_on"),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S4,
        default_desk="accueil",
        fields=_ask(_VENDOR),
    ),
    Topic(
        "carte-especes-cheques",
        (
            _sub("commande-carte", _VENDOR),
            _sub("code-pin", _VENDOR),
            _sub("cheque-recu", "amount"),
            _sub("especes", "amount"),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S4,
        default_desk="comptes",
    ),
    Topic(
        "affiliation",
        (
            _sub("renouvellement", "due_on amount"),
            _sub("second-mandataire"),
            _sub("inscription-tardive", "deadline_on"),
        ),
        audience=Audience.TREASURER,
        default_severity=Severity.S4,
        default_desk="adherents",
    ),
    Topic(
        "conseil",
        (_sub("vie-professionnelle", "deadline_on"), _sub("depart-entreprise", "deadline_on"), _sub("autre")),
        audience=Audience.MEMBER,
        default_severity=Severity.S4,
        default_desk="adherents",
    ),
    Topic(
        "donnees",
        (
            _sub("acces"),
            _sub("rectification"),
            _sub("effacement"),
            _sub("incident", "members_touched", Severity.S1),
        ),
        audience=Audience.BOTH,
        default_severity=Severity.S4,
        default_desk="donnees",
    ),
    Topic("autre", (), audience=Audience.BOTH, default_severity=Severity.S4, default_desk="accueil"),
)

TOPICS: Mapping[str, Topic] = MappingProxyType({each.slug: each for each in _ALL})
"""Every topic by slug, in the order forms show them."""

DESKS = frozenset({"prelevements", "comptes", "acces", "adherents", "donnees", "accueil"})
"""The desks a new installation has; `accueil` takes whatever no other desk does."""


def topic(slug: str) -> Topic:
    """Return the topic called `slug`; raise KeyError when there is none."""
    return TOPICS[slug]
