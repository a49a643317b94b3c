"""Which of the articles that answer one question is for this reader: by the day, and by where they stand.

A variant names its stages: a journey (`compte-cooperative`) for every organisation that walks it, or a place in
one (`compte-cooperative/reversement`, what is to be done next) for those that stand there, who then get no other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from flask import Flask, current_app

Places = frozenset[str]
"""Where the organisations of a reader stand: `journey/place`, once for each."""
Variant = Mapping[str, str]
"""`slug` and `label`, and what narrows it: `stages` with spaces between, `from` and `until` as ISO days, `readers`."""


def init_places(app: Flask, current: Callable[[], Places]) -> None:
    """Keep what tells where the organisations of whoever asks stand; `app.py` alone knows it."""
    app.extensions["reader_places"] = current


def current_places() -> Places:
    """Return where the organisations of whoever asks stand."""
    found: Places = current_app.extensions["reader_places"]()
    return found


def nowhere() -> Places:
    """Return where somebody stands of whom nothing is known."""
    return frozenset()


def limits_of(stages: Iterable[str], valid_from: date | None, valid_until: date | None) -> dict[str, str]:
    """Return what narrows a variant, as rows hold it; what is empty is left out."""
    said = {
        "stages": " ".join(stages),
        "from": valid_from.isoformat() if valid_from else "",
        "until": valid_until.isoformat() if valid_until else "",
    }
    return {name: words for name, words in said.items() if words}


def offered(variants: Sequence[dict[str, str]], today: date, *, own: str) -> list[dict[str, str]]:
    """Leave out the variants that do not hold today, but for the one that is read."""
    day = today.isoformat()
    return [
        each
        for each in variants
        if each["slug"] == own or each.get("from", day) <= day <= each.get("until", day)
    ]


def fitting(variants: Sequence[Variant], place: str) -> list[str]:
    """Return the slugs of the variants for an organisation that stands there; none where no variant says so."""
    journey = place.partition("/")[0]
    stages = {each["slug"]: each.get("stages", "").split() for each in variants}
    for stage in (place, journey):
        found = [slug for slug, named in stages.items() if stage in named]
        if found:
            return found
    return []
