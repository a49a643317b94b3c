"""Payment cards: 13 to 19 figures that pass Luhn's check and begin as an issuer's do."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.fr import siret

from helpdesk.core.masking.spans import GAP, Span

_RUN = re.compile(rf"(?:(?<![A-Za-z0-9])|(?<=\bCB))[0-9]+(?:{GAP}{{1,3}}[0-9]+)*(?![A-Za-z0-9])")
_GROUP = re.compile("[0-9]+")
_SHAPES = {
    4: ((4, 4, 4, 4, 3), (4, 4, 4, 4, 1), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 3, 3, 3)),
    6: ((6, 13),),
    8: ((8, 8),),
}
"""How the figures of a card are grouped, by the size of the first group; telephone numbers and tables differ."""

_ISSUERS = re.compile(
    # Visa, Mastercard and Mir, American Express, Diners, JCB, then Maestro, Discover and UnionPay.
    r"4(?:.{12}|.{15}|.{18})|(?:5[1-5]|2[2-7]).{14}|3[47].{13}|3(?:0[0-5]|[689].).{11,16}|35.{14,17}"
    r"|(?:5[06-9]|6.).{11,17}"
)


def find(text: str) -> Iterator[Span]:
    """Yield the cards written in `text`, in order."""
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, run.start(), run.end()))
        index = 0
        while index < len(groups):
            count = _card_at(text, groups, index)
            if count:
                end = groups[index + count - 1].end()
                yield groups[index].start(), end, f"•••• {_last_four(text[:end][-8:])}"
            index += count or 1


def _card_at(text: str, groups: list[re.Match[str]], index: int) -> int:
    """Return how many groups make a card from `index` on; 0 when they make none."""
    first = groups[index]
    size = len(first[0])
    if 13 <= size <= 19:
        return int(_is_card(first[0]) and not _is_attached(text, first))
    for shape in _SHAPES.get(size, ()):
        figures = [group[0] for group in groups[index : index + len(shape)]]
        if tuple(map(len, figures)) == shape and _is_card("".join(figures)):
            return len(shape)
    return 0


def _is_card(figures: str) -> bool:
    # A SIRET passes Luhn's check whole and on its first nine figures: 14 figures that do are left.
    return bool(_ISSUERS.fullmatch(figures)) and luhn.is_valid(figures) and not siret.is_valid(figures)


def _is_attached(text: str, group: re.Match[str]) -> bool:
    """Say whether the figures end a longer reference, such as MDT-5500…"""
    before = text[max(0, group.start() - 2) : group.start()]
    return len(before) == 2 and before[1] in "-_/+" and before[0].isalnum()


def _last_four(tail: str) -> str:
    return re.sub("[^0-9]", "", tail)[-4:]
