"""Telephone numbers, French first: read as people type them, stored as E.164, shown grouped."""

import re
from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    is_valid_number,
    parse,
)

_TYPED = re.compile(r"\s*(?:tel:)?\s*\+?[0-9(][0-9\s().\-/\u2010-\u2015]{3,30}", re.IGNORECASE)
_OVERSEAS = {
    "RE": ("0262", "0263", "0692", "0693"),
    "YT": ("0269", "0639"),
    "GP": ("0590", "0690", "0691"),
    "GF": ("0594", "0694"),
    "MQ": ("0596", "0696", "0697"),
}
"""Prefixes dialled from the mainland like any other, though the number has a country code of its own."""

_FRENCH_PREFIX = re.compile(r"\+(?:33|262|590|594|596)")


def to_e164(text: str) -> str:
    """Read a number, French unless it says otherwise, and return it as +33199001234.

    A possible number is enough (01 99 00 xx xx, kept for fiction, is one). Raises ValueError for
    what is not a number, short numbers and extensions included.
    """
    if len(text) > 40 or not _TYPED.fullmatch(text):
        raise ValueError("not a telephone number")
    number = _overseas(text) or _parsed(text, "FR")
    if number is None or not is_possible_number(number):
        raise ValueError("not a telephone number")
    return format_number(number, PhoneNumberFormat.E164)


@lru_cache(1_024)
def display(e164: str, lang: str = "fr") -> str:
    """Return a stored number as the reader of `lang` expects it, its groups joined by no-break spaces.

    In French a number of France or overseas is shown as it is dialled there: 01 99 00 12 34. What
    cannot be read is given back as it is.
    """
    number = _parsed(e164, None)
    if number is None:
        return e164
    national = lang == "fr" and _FRENCH_PREFIX.match(e164) is not None
    shape = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
    return format_number(number, shape).replace(" ", "\u00a0")


def tel_href(e164: str) -> str:
    """Return the link that dials a stored number."""
    return f"tel:{e164}"


def _overseas(text: str) -> PhoneNumber | None:
    digits = re.sub(r"[^0-9+]", "", text)
    for region, prefixes in _OVERSEAS.items():
        if digits.startswith(prefixes):
            number = _parsed(text, region)
            # 06 39 98 belongs to the mainland's fiction range, other 0639 to Mayotte.
            return number if number is not None and is_valid_number(number) else None
    return None


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return parse(text, region)
    except NumberParseException:
        return None
