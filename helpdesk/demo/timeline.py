"""A clock that is moved by hand: what happens when, told in order."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from helpdesk.core.hours import Hours, add_open_time

Act = Callable[[datetime], None]


class Timeline:
    """Things to do at instants; doing one may plan others. Nothing happens after the end."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._count = 0

    def plan(self, at: datetime, act: Act) -> None:
        """Do `act` at the instant `at`, if the story lasts that long."""
        if at <= self.end:
            heapq.heappush(self._waiting, (at, self._count, act))
            self._count += 1

    def play(self) -> None:
        """Do everything, in order."""
        while self._waiting:
            at, _order, act = heapq.heappop(self._waiting)
            act(at)


def some_open_time(
    start: datetime, hours: Hours, random: Random, *, least_h: float, most_h: float
) -> datetime:
    """Return an instant a random amount of open time after `start`."""
    return add_open_time(start, timedelta(hours=random.uniform(least_h, most_h)), hours)
