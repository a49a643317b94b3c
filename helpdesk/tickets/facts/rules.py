"""What is known of a malfunction, as the form and the agents told it.

Severity and escalation decide on these facts; the form's fields map onto them one by one.
"""

from dataclasses import dataclass
from datetime import date

UNDUE_DEBITS = frozenset(
    {
        ("prelevement", "double-debit"),
        ("prelevement", "montant-errone"),
        ("prelevement", "date-errone"),
        ("prelevement", "apres-depart"),
        ("prelevement", "creancier-inconnu"),
    }
)
"""Complaints about a debit that should not have been made as it was, and may have to be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold what is known of a malfunction; None is "nobody said", which never makes things worse.

    `amount_cents` is the whole sum, for all members touched. The `_confirmed` facts, lost
    mandates and a wrong creditor are an agent's word, never the form's. `funds_blocked_since` is
    the day the bank settled what was not credited or is held.
    """

    category: str
    subcategory: str | None = None
    amount_cents: int | None = None
    members_touched: int | None = None
    organisations_touched: int | None = None
    debit_on: date | None = None
    due_on: date | None = None
    deadline_on: date | None = None
    deadline_confirmed: bool = False
    double_debit_confirmed: bool = False
    refunded: bool | None = None
    funds_blocked_since: date | None = None
    cannot_collect: bool = False
    no_access_before_run: bool = False
    data_breach: bool = False
    mandate_base_lost: bool = False
    wrong_creditor: bool = False
    reason_code: str | None = None
    vendor_reference: str | None = None
    vendor_contacted_on: date | None = None
    monthly_collection_cents: int | None = None

    @property
    def members(self) -> int:
        """Return how many members are touched, one when nobody counted."""
        return self.members_touched or 1

    @property
    def at_stake_cents(self) -> int:
        """Return the sum not yet put right: nothing once it was refunded."""
        return 0 if self.refunded else self.amount_cents or 0

    @property
    def settled_on(self) -> date | None:
        """Return the day since which money is missing from an account, when that is the complaint."""
        stated = {"non-credite": self.due_on, "bloque": self.debit_on}
        if self.funds_blocked_since or self.category != "fonds":
            return self.funds_blocked_since
        return stated.get(self.subcategory or "")

    @property
    def is_breach(self) -> bool:
        """Say whether personal data got into the wrong hands, by an agent's word or by the category."""
        return self.data_breach or (self.category, self.subcategory) == ("donnees", "incident")

    @property
    def is_undue_debit(self) -> bool:
        """Say whether the complaint is about a debit that may have to be undone."""
        return (self.category, self.subcategory or "") in UNDUE_DEBITS
