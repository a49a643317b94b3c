"""Amounts as people type them; inside, money is integer cents."""

import re

HIGHEST_CENTS = 10_000_000_00
"""Ten million euros: above it, one has typed an account number."""

_SPACES = " \u00a0\u202f\u2009"
_AMOUNT = re.compile(
    rf"(?P<whole>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]{{1,12}})(?:[.,](?P<part>[0-9]{{1,2}}))?"
)
_UNIT = re.compile(r"(?:€|eur|euros?)$", re.IGNORECASE)


def parse_cents(text: str, *, lowest: int = 1, highest: int = HIGHEST_CENTS) -> int:
    """Read an amount in euros (1 234,56 €; 1234.56; 12,5) and return it in cents.

    Raises ValueError for anything else: a sign, three decimals, spaces that do not part thousands,
    or an amount outside `lowest` and `highest` (in cents, both allowed).
    """
    bare = _UNIT.sub("", text.strip()).strip() if len(text) <= 40 else ""
    amount = _AMOUNT.fullmatch(bare)
    if amount is None:
        raise ValueError("not an amount")
    whole = re.sub(f"[{_SPACES}]", "", amount["whole"])
    cents = int(whole) * 100 + int((amount["part"] or "").ljust(2, "0"))
    if not lowest <= cents <= highest:
        raise ValueError("amount out of bounds")
    return cents
