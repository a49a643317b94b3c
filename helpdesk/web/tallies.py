"""Counting in the memory of each process what costs too much to write one by one: readers of kept pages above all.

Written together once a minute, after an answer has left. What a process has counted and not yet written when
it is killed is lost: a minute of statistics. Nothing about who did what is ever known here.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from threading import Lock

from flask import Flask, Response, after_this_request, current_app
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.core.clock import local, now
from helpdesk.db import db

log = logging.getLogger(__name__)

WRITE_EVERY = timedelta(seconds=60)
MOST_KEPT = 2_000
"""How many different things are kept in memory at most; further ones are not counted."""

Thing = tuple[str, ...]
"""What is counted, in the words of the feature that counts."""
Counted = tuple[date, Thing]
Writer = Callable[[Mapping[Counted, int]], None]


class Tallies:
    """What this process counted and has not written yet."""

    def __init__(self, app: Flask, write: Writer) -> None:
        self._app, self._write = app, write
        self._counts: Counter[Counted] = Counter()
        self._lock = Lock()
        self._written_at = now()
        self._day: tuple[int, date] = (0, date.min)

    def add(self, thing: Thing, *, at: datetime) -> bool:
        """Count one more; tell whether it is time to write."""
        counted = self._day_of(at), thing
        with self._lock:
            if counted in self._counts or len(self._counts) < MOST_KEPT:
                self._counts[counted] += 1
            return at - self._written_at >= WRITE_EVERY

    def _day_of(self, at: datetime) -> date:
        """Return the day in Paris, worked out once a quarter of an hour: the door asks at every page."""
        quarter = int(at.timestamp()) // 900
        known = self._day
        if known[0] != quarter:
            known = self._day = quarter, local(at).date()
        return known[1]

    def write(self) -> None:
        """Write what was counted and begin anew; what cannot be written is dropped and logged."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._written_at = now()
        if not counts:
            return
        with self._app.app_context():
            try:
                self._write(counts)
            except SQLAlchemyError:
                db.session.rollback()
                log.warning("%d tallies could not be written", len(counts), exc_info=True)


def init_tallies(app: Flask, write: Writer) -> None:
    """Give the application its tallies; `write` adds them to the tables of the feature that counts."""
    app.extensions["tallies"] = Tallies(app, write)


def tally(*thing: str) -> None:
    """Count one more of this from a view; written, if it is time, once the answer has left."""
    tallies: Tallies = current_app.extensions["tallies"]
    if tallies.add(thing, at=now()):

        @after_this_request
        def write(response: Response) -> Response:
            response.call_on_close(tallies.write)
            return response
