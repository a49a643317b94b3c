"""The life of a text: who may do what with it, and when; which of its two doors is followed at a load."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpdesk.accounts.rules import WRITERS, Role


class Kind(StrEnum):
    """What a text of content/ is: read by itself, a block that many show, or a list of collections or synonyms."""

    ARTICLE = "article"
    PAGE = "page"
    NOTICE = "notice"
    BLOCK = "block"
    ORDER = "order"
    SYNONYMS = "synonyms"


FOLDERS: Mapping[Kind, str] = {Kind.ARTICLE: "faq", Kind.PAGE: "pages", Kind.NOTICE: "notes"}
"""What has a page of its own, and where in the site: no two of them have one name in one language."""

LISTS = frozenset({Kind.ORDER, Kind.SYNONYMS})
"""What nobody reads: it is settled as texts are, and has no page among them."""


class State(StrEnum):
    """Where the text that is being worked on stands; readers may meanwhile see an earlier one."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Act(StrEnum):
    """What a person does with a text."""

    SAVE = "save"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    ARCHIVE = "archive"


class Event(StrEnum):
    """What a line of the history says."""

    LOADED = "loaded"
    SAVED = "saved"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    RESTORED = "restored"
    MERGED = "merged"
    ALIAS = "alias"
    CARRIED = "carried"
    KEPT = "kept"
    LOOKED_OVER = "looked_over"


PUBLISHERS = frozenset({Role.PUBLISHER})

_FROM: Mapping[Act, frozenset[State]] = {
    Act.SAVE: frozenset(State),
    Act.SUBMIT: frozenset({State.DRAFT}),
    Act.SEND_BACK: frozenset({State.REVIEW}),
    Act.PUBLISH: frozenset({State.DRAFT, State.REVIEW, State.ARCHIVED}),
    Act.SCHEDULE: frozenset({State.DRAFT, State.REVIEW}),
    Act.UNSCHEDULE: frozenset({State.DRAFT, State.REVIEW}),
    Act.ARCHIVE: frozenset({State.DRAFT, State.REVIEW, State.PUBLISHED}),
}
_WHO: Mapping[Act, frozenset[Role]] = {
    Act.SAVE: WRITERS,
    Act.SUBMIT: WRITERS,
    Act.SEND_BACK: PUBLISHERS,
    Act.PUBLISH: PUBLISHERS,
    Act.SCHEDULE: PUBLISHERS,
    Act.UNSCHEDULE: PUBLISHERS,
    Act.ARCHIVE: PUBLISHERS,
}

LONGEST_NOTE = 2_000
LONGEST_BODY = 64 * 1024
REVIEW_EVERY = timedelta(days=183)
"""How long a text is trusted after its last review, where the setting says nothing else."""


@dataclass(frozen=True)
class Standing:
    """What decides about a text: its state, who wrote in it since it was last public, what stands open."""

    state: State
    writers: frozenset[int] = frozenset()
    is_scheduled: bool = False
    in_conflict: bool = False
    is_sound: bool = True


def may(act: Act, roles: frozenset[Role]) -> bool:
    """Tell whether somebody with these roles may ever do this; publishing is a right of its own."""
    return bool(roles & _WHO[act])


class Obstacle(StrEnum):
    """Why something cannot be done now."""

    STATE = "state"
    CONFLICT = "conflict"
    FAULTS = "faults"
    ALONE = "alone"


def obstacle(act: Act, standing: Standing, *, person_id: int, two_people: bool) -> Obstacle | None:
    """Return what stands in the way; None when it can be done.

    Where two people are wanted, nobody publishes a text that nobody else wrote in or read: a publisher
    who wrote in it leaves the last step to another.
    """
    scheduled_wrongly = act is Act.UNSCHEDULE and not standing.is_scheduled
    if standing.state not in _FROM[act] or scheduled_wrongly:
        return Obstacle.STATE
    if act in {Act.SUBMIT, Act.PUBLISH, Act.SCHEDULE} and standing.in_conflict:
        return Obstacle.CONFLICT
    if act in {Act.SUBMIT, Act.PUBLISH, Act.SCHEDULE} and not standing.is_sound:
        return Obstacle.FAULTS
    if act in {Act.PUBLISH, Act.SCHEDULE} and two_people and person_id in standing.writers:
        return Obstacle.ALONE
    return None


def is_stale(reviewed_on: date | None, today: date, every: timedelta = REVIEW_EVERY) -> bool:
    """Tell whether a text was last reviewed too long ago."""
    return reviewed_on is not None and reviewed_on + every <= today


class Door(StrEnum):
    """Which text holds after a load."""

    SAME = "same"
    FILE = "file"
    ROOM = "room"
    GONE = "gone"
    CONFLICT = "conflict"


GONE_FILE = "gone"
"""Stands for the hash of a file that was there and is no more."""


def which_door(file: str | None, room: str | None, seen: str, exported: str = "") -> Door:
    """Decide between a file and the text kept here, by their hashes.

    `file` is None where there is no file, `room` where the text was archived; `seen` is what the last load
    found in the file, `exported` what was last written to this very folder: the last common versions.
    Whoever changed alone since then is followed; if both did, a person decides.
    """
    common = {seen, exported} - {"", GONE_FILE}
    if file == room:
        return Door.SAME
    if file is None:
        return Door.ROOM if not common else (Door.GONE if room in common else Door.CONFLICT)
    if file in common:
        return Door.ROOM
    # A file that had gone and is back; or nothing was done here since the last load.
    came_back = room is None and seen == GONE_FILE
    return Door.FILE if came_back or room in common else Door.CONFLICT


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the list of texts: how soon somebody should look at it, when it changed last, its id."""

    rank: int
    at: datetime
    id: int


_PLACE = re.compile(r"(\d{1,2})-(\d{1,16})-(\d{1,9})", re.ASCII)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_TICK = timedelta(microseconds=1)


def write_place(place: Place) -> str:
    """Return a place as it stands in an address."""
    return f"{place.rank}-{(place.at - _EPOCH) // _TICK}-{place.id}"


def read_place(text: str) -> Place | None:
    """Return the place that `write_place` wrote; None for anything else."""
    found = _PLACE.fullmatch(text)
    return found and Place(int(found[1]), _EPOCH + int(found[2]) * _TICK, int(found[3]))
