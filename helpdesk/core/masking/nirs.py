"""French social-security numbers (NIR), with or without their key, Corsica and overseas included."""

import re
from collections.abc import Iterator
from datetime import date

from stdnum.fr import nir

from helpdesk.core.masking.spans import GAP, Span

_NIR = re.compile(
    rf"(?<![A-Za-z0-9])(?P<sex>[1-478]){GAP}?[0-9]{{2}}{GAP}?(?P<month>[0-9]{{2}}){GAP}?"
    rf"(?:(?P<place>[0-9]{{2}}|2[ABab]){GAP}?[0-9]{{3}}|9[78][0-9]{GAP}[0-9]{{2}}){GAP}?[0-9]{{3}}"
    rf"(?:{GAP}{{0,3}}(?P<key>[0-9]{{2}}))?(?![A-Za-z0-9])"
)
_GAPS_OF_A_GROUPED_ONE = 4


def find(text: str) -> Iterator[Span]:
    """Yield the social-security numbers written in `text`, in order."""
    for found in _NIR.finditer(text):
        if _is_nir(found):
            yield found.start(), found.end(), f"{found['sex']} •• •• ••"


def _is_nir(found: re.Match[str]) -> bool:
    compact = re.sub("[^0-9A-Za-z]", "", found[0]).upper()
    if found["key"] and nir.is_valid(compact):
        return True
    # Without a right key it must look like one: a month and a place where they belong, and spaces
    # between, or else just the thirteen figures.
    if found["sex"] not in "12" or not 1 <= int(found["month"]) <= 12 or found["place"] in ("00", "96"):
        return False
    if len(re.findall(GAP, found[0])) >= _GAPS_OF_A_GROUPED_ONE:
        return True
    return not found["key"] and not _is_dated_reference(compact)


def _is_dated_reference(figures: str) -> bool:
    """Say whether the figures begin with a day from 2010 on, as the references of many platforms do."""
    try:
        return date.fromisoformat(figures[:8]).year >= 2010
    except ValueError:
        return False
