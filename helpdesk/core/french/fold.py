"""From text to plain words: no accents, no capitals, no ligatures, no elided articles."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from unicodedata import combining, normalize

LONGEST_WORD = 64
"""Longer words are cut: no French word is, and hostile ones would fill every cache."""

_LITTLE = """
a afin ai aie ainsi ait alors apres as au aucun aussi autre aux avait avant avec avez avoir avons c ca car
ce ceci cela celle celles celui ces cet cette ceux chez ci combien comme comment d dans de des deux doit
donc dont du dois elle elles en encore entre es est et etaient etait etant etc ete etes etre eu eux fait
fais faire faut fois font hors ici il ils j je jusque l la le les leur leurs lors lorsque lui m ma mais me
meme memes mes mon n ne ni nos notre nous on ont or ou par pas pendant peu peut peux plus pour pourquoi
puis puisque qu quand que quel quelle quelles quels qui quoi quoique s sa sans se ser sera ses si sien
soit sommes son sont sous suis sur t ta tant te tes toi ton tous tout toute toutes tres tu un une vos
votre vous vu y
"""
STOP_WORDS = frozenset(_LITTLE.split())
"""Words that say little by themselves, folded; titles are compared with them too."""

_ELIDED = frozenset({"l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})
_WORD = re.compile("[a-z0-9]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_LETTERS = {
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ø": "o",
    "Ø": "o",
    "đ": "d",
    "Đ": "d",
    "ł": "l",
    "Ł": "l",
}
_LETTERS |= {"ı": "i", "’": "'", "‘": "'", "ʼ": "'", "´": "'"}


class _Table(dict[int, str]):
    """Fold sign by sign, each reckoned once.

    Normalising a whole text instead would take minutes on a long run of accents.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        bare = (part for part in normalize("NFKD", sign) if not combining(part))
        folded = _LETTERS.get(sign) or "".join(_LETTERS.get(part, part) for part in bare).casefold()
        if code < 0x3000:
            self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return `text` without accents, capitals and ligatures, its apostrophes straight."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order, elided ones (l’, d’, qu’) left out."""
    return [word for word, _, _ in _folded_words(fold(text))]


def located_words(
    text: str, is_wanted: Callable[[str], bool] = lambda word: True
) -> Iterator[tuple[str, int, int]]:
    """Yield the wanted ones of the words of `text`, as `words` has them, with where they begin and end in `text`."""
    uneven = None
    for word, start, end in _folded_words(fold(text)):
        if is_wanted(word):
            # Places take longer to find than words: only for those that are asked for.
            uneven = uneven or _Uneven(text)
            yield word, uneven.start(start), uneven.end(end)


def _folded_words(folded: str) -> Iterator[tuple[str, int, int]]:
    for found in _WORD.finditer(folded):
        word, end = found[0], found.end()
        if not (word in _ELIDED and folded[end : end + 1] == "'"):
            yield word[:LONGEST_WORD], found.start(), end


class _Uneven:
    """Lead from a folded text back to the original, where one sign became none or several."""

    def __init__(self, text: str) -> None:
        """Note each such sign: where it stands, where its folded form begins and ends."""
        self._signs: list[tuple[int, int]] = []
        self._ends: list[int] = []
        self._grown = [0]
        for found in _NOT_ASCII.finditer(text):
            length = len(_TABLE[ord(found[0])])
            if length != 1:
                begin = found.start() + self._grown[-1]
                self._signs.append((found.start(), begin))
                self._ends.append(begin + length)
                self._grown.append(self._grown[-1] + length - 1)

    def start(self, place: int) -> int:
        """Return where the sign stands that `place` of the folded text came from."""
        return self._original(place, inside=0)

    def end(self, place: int) -> int:
        """Return where the sign ends before which `place` of the folded text stands."""
        return self._original(place, inside=1)

    def _original(self, place: int, *, inside: int) -> int:
        index = bisect_right(self._ends, place)
        if index < len(self._signs) and self._signs[index][1] < place:
            return self._signs[index][0] + inside
        return place - self._grown[index]
