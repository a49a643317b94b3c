"""When a notice reaches somebody: as chosen for the desk, else for every desk, else as the event is born."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ANYWHERE = ""
"""Scope of a choice that holds for every desk."""


class Timing(StrEnum):
    """When a notice is sent."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


class Digest(StrEnum):
    """How often what was kept for the digest is sent."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of notice, by the event of its mail; `label` is what people read.

    `required` says why it cannot be turned off, and is empty for one that can.
    """

    event: str
    label: str
    timing: Timing = Timing.AT_ONCE
    required: str = ""


Choices = Mapping[tuple[str, str], Timing]
"""What somebody chose, by scope and event."""


def timing_of(notice: Notice, choices: Choices, scope: str) -> Timing:
    """Tell when a notice of this kind, about something in `scope`, is sent to who made these choices."""
    if notice.required:
        return Timing.AT_ONCE
    general = choices.get((ANYWHERE, notice.event), notice.timing)
    return choices.get((scope, notice.event), general)
