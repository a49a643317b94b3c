"""What somebody is told before a complaint is sent: why it may be for nothing, and that it may be sent all the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpdesk.core.calendars import add_target_days
from helpdesk.core.identifiers import email_key

TRANSFERS = frozenset({("fonds", "non-credite")})
"""Complaints about money that has not come, with the day on which it was due."""
OF_COOPERATIVES = frozenset({"carte-especes-cheques", "affiliation"})
OF_COOPERATIVES_TOO = frozenset({("fonds", "solde-a-transferer"), ("acces", "identite-kyc")})
"""Subjects of school cooperatives, whose account goes with one work address."""


class Kind(StrEnum):
    """What there is to know before sending."""

    TOO_EARLY = "too_early"
    OTHER_ADDRESS = "other_address"


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know: of money that is not late yet, `late_on` is the first day on which it is."""

    kind: Kind
    late_on: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the form says, as far as cautions depend on it."""

    category: str
    subcategory: str = ""
    due_on: date | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """What the installation announces: bank days that a transfer takes, and the domain of work addresses."""

    transfer_days: int = 3
    email_domain: str = ""


def cautions_of(claim: Claim, announced: Announced, *, today: date) -> Iterator[Caution]:
    """Yield what to know before sending; nothing of it forbids to send.

    Source: question-and-answer letter of a departmental association, autumn 2024: « cela peut prendre quelques
    jours »; « exclusivement l’adresse personnelle professionnelle […]. Ne le changez surtout pas ! »
    """
    if (claim.category, claim.subcategory) in TRANSFERS and claim.due_on is not None:
        late_on = add_target_days(claim.due_on, announced.transfer_days) + timedelta(days=1)
        if today < late_on:
            yield Caution(Kind.TOO_EARLY, late_on)
    if _wants_work_address(claim) and not _is_of(claim.email, announced.email_domain):
        yield Caution(Kind.OTHER_ADDRESS)


def _wants_work_address(claim: Claim) -> bool:
    place = (claim.category, claim.subcategory)
    return bool(claim.email) and (claim.category in OF_COOPERATIVES or place in OF_COOPERATIVES_TOO)


def _is_of(email: str, domain: str) -> bool:
    """Tell whether a mailbox is of a domain, written with or without its sign; of none, each mailbox is."""
    wanted = email_key(domain).removeprefix("@")
    return not wanted or email_key(email).endswith(f"@{wanted}")
