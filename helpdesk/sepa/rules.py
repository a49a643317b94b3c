"""What follows from a reason code: which deadlines run, from which day, and which letter fits.

Values in, decision out. Days of banks are TARGET days: see `core.calendars`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpdesk.core.calendars import add_target_days
from helpdesk.sepa.codes import Actor, Again, ReasonCode

REFUND = timedelta(weeks=8)
"""How long a debtor may have an authorised debit refunded, without a reason.

Source: Code monétaire et financier, article L133-25 III: eight weeks from the date of the debit.
"""
UNAUTHORISED_MONTHS = 13
"""How long a debtor may contest a debit never authorised. Source: Code monétaire et financier, article L133-24."""
RETURN_TARGET_DAYS = 5
"""Within how many TARGET days the debtor’s bank may return a debit (Core). Source: timescales SEPA DD, ABN AMRO."""
REVERSAL_TARGET_DAYS = 5
"""Within how many TARGET days the creditor may reverse a debit. Source: timescales SEPA DD, ABN AMRO."""
NOTICE = timedelta(days=14)
"""How long before the debit the payer is told, unless agreed otherwise.

Source: mesfluxdepaiement.fr and caisse-epargne.fr: « 14 jours calendaires, sauf accord ».
"""
LAPSE_MONTHS = 36
"""After how many months without a debit a mandate ends.

Source: Banque de France, « Le prélèvement SEPA »: 36 months after the last due date.
"""
LAST_DAY = date(9990, 1, 1)
"""No day later than this is reckoned with."""


class Window(StrEnum):
    """A deadline that may run."""

    RETURN = "return"
    REFUND = "refund"
    UNAUTHORISED = "unauthorised"
    REVERSAL = "reversal"
    PRESENT = "present"
    LAPSE = "lapse"


class Letter(StrEnum):
    """A letter to copy."""

    AGREE_DATE = "agree_date"
    NEW_ACCOUNT = "new_account"
    NEW_MANDATE = "new_mandate"
    UNBLOCK = "unblock"
    TALK = "talk"
    PAID_BACK = "paid_back"
    IDENTITY = "identity"
    BANK = "bank"
    NONE = "none"


class Stage(StrEnum):
    """How far the debit had come when it failed."""

    FILE = "file"
    """The file, or a line of it, was refused: nothing left."""
    BEFORE_OR_AFTER = "before_or_after"
    """Rejected before the debit, or given back in the days after it."""
    BEFORE = "before"
    PAID_BACK = "paid_back"
    """Debited, then given back to the payer or to be given back."""


_PAID_BACK = frozenset({"AM05", "AM09", "DUPL", "MD05", "MD06", "FRAD", "FOCR", "CUST", "TECH"})
_TO_BE_REVERSED = frozenset({"AM05", "AM09", "DUPL", "MD05"})

_LETTERS: Mapping[Letter, str] = {
    Letter.AGREE_DATE: "AM04 MS03",
    Letter.NEW_ACCOUNT: "AC01 AC04 AC06 AC15 AG01 BE01 DNOR RC01 RC03",
    Letter.NEW_MANDATE: "MD01",
    Letter.UNBLOCK: "SL01 SL11 SL12 SL13 SL14 AM02",
    Letter.TALK: "MS02 MD06 CUST NARR",
    Letter.PAID_BACK: "AM05 AM09 DUPL MD05 FRAD",
    Letter.IDENTITY: "BE07 RR01 RR02",
    Letter.NONE: "MD07 FOCR",
}
_LETTER_OF = {code: letter for letter, codes in _LETTERS.items() for code in codes.split()}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A window, and its day where the day of the debit is known: the last one, or the first for PRESENT."""

    window: Window
    on: date | None


def stage_of(code: ReasonCode) -> Stage:
    """Tell how far the debit had come."""
    if code.code in _PAID_BACK:
        return Stage.PAID_BACK
    if "return" in code.scheme:
        return Stage.BEFORE_OR_AFTER
    return Stage.BEFORE if code.scheme.startswith("CORE") else Stage.FILE


def windows_of(code: ReasonCode) -> tuple[Window, ...]:
    """Return the deadlines that matter for a code, in the order in which they end."""
    holds = {
        Window.RETURN: stage_of(code) is Stage.BEFORE_OR_AFTER,
        Window.REVERSAL: code.code in _TO_BE_REVERSED,
        Window.PRESENT: code.again not in {Again.NO, Again.NO_NEW_MANDATE},
        Window.REFUND: code.code in _PAID_BACK,
        Window.UNAUTHORISED: code.code in _PAID_BACK or code.code == "MD01",
        Window.LAPSE: code.code == "MD01",
    }
    return tuple(window for window, is_so in holds.items() if is_so)


def deadlines(code: ReasonCode, debit_on: date | None, *, today: date) -> tuple[Deadline, ...]:
    """Return what runs for a code, with its day once the day of the debit is known."""
    days = {} if debit_on is None else _days(debit_on, today)
    return tuple(Deadline(window, days.get(window)) for window in windows_of(code))


def letter_of(code: ReasonCode) -> Letter:
    """Return the letter that fits; the bank is written to where nobody else can mend it."""
    if code.code in _LETTER_OF:
        return _LETTER_OF[code.code]
    return Letter.BANK if Actor.BANK in code.actors else Letter.NONE


def add_months(day: date, count: int) -> date:
    """Return the same day `count` months later, or the last of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def first_presentation(today: date) -> date:
    """Return the first day on which a debit announced today may fall: a TARGET day, the usual notice kept."""
    return add_target_days(today + NOTICE, 0)


def _days(debit_on: date, today: date) -> Mapping[Window, date]:
    return {
        Window.RETURN: add_target_days(debit_on, RETURN_TARGET_DAYS),
        Window.REVERSAL: add_target_days(debit_on, REVERSAL_TARGET_DAYS),
        Window.PRESENT: first_presentation(today),
        Window.REFUND: debit_on + REFUND,
        Window.UNAUTHORISED: add_months(debit_on, UNAUTHORISED_MONTHS),
        Window.LAPSE: add_months(debit_on, LAPSE_MONTHS),
    }
