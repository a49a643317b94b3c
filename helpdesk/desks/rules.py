"""Who answers today: absences, and those who stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Absence:
    """Say that a person is away from the first day to the last, both included, and who stands in."""

    person_id: int
    first_on: date
    last_on: date
    substitute_id: int | None = None

    def covers(self, on: date) -> bool:
        """Say whether the person is away on that day."""
        return self.first_on <= on <= self.last_on


def is_away(person_id: int, *, on: date, absences: Iterable[Absence]) -> bool:
    """Say whether the person is away on that day."""
    return any(each.person_id == person_id and each.covers(on) for each in absences)


def who_covers(person_id: int, *, on: date, absences: Iterable[Absence]) -> int | None:
    """Return who answers for the person on that day: themselves, or the substitute of a substitute.

    None when everybody down the line is away. With several absences at once the one begun last
    names the first substitute to try. Two people who stand in for each other end the search.
    """
    today = sorted(
        (each for each in absences if each.covers(on)), key=lambda each: each.first_on, reverse=True
    )
    return _stand_in(person_id, today, seen=set())


def answering(member_ids: Sequence[int], *, on: date, absences: Sequence[Absence]) -> tuple[int, ...]:
    """Return who answers for a desk on that day: members who are here and substitutes, each once."""
    people = (who_covers(each, on=on, absences=absences) for each in member_ids)
    return tuple(dict.fromkeys(each for each in people if each is not None))


def _stand_in(person_id: int, away: Sequence[Absence], seen: set[int]) -> int | None:
    own = [each for each in away if each.person_id == person_id]
    if not own:
        return person_id
    seen.add(person_id)
    for absence in own:
        if absence.substitute_id is None or absence.substitute_id in seen:
            continue
        found = _stand_in(absence.substitute_id, away, seen)
        if found is not None:
            return found
    return None
