"""Searches are counted in the memory of each process and written together, so that no reader waits for a write.

What a process has counted and not yet written when it is killed is lost: a minute of statistics.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.core.clock import local
from helpdesk.core.identifiers import fold_key
from helpdesk.db import db
from helpdesk.faq.rules import is_personal
from helpdesk.faq.service import Searched, Tally, record_searches

log = logging.getLogger(__name__)

WRITE_EVERY = timedelta(seconds=60)
MOST_KEPT = 500
"""How many different searches are kept in memory at most; further ones are not counted."""
LONGEST_COUNTED = 120


class SearchCounter:
    """Searches not yet written."""

    def __init__(self) -> None:
        self._tallies: dict[Searched, Tally] = {}
        self._lock = Lock()
        self._written_at: datetime | None = None

    def add(self, query: str, *, lang: str, results: int, now: datetime) -> None:
        """Count one search, unless it may say who somebody is."""
        if is_personal(query) or not (folded := fold_key(query)[:LONGEST_COUNTED].strip()):
            return
        searched = Searched(local(now).date(), folded, lang)
        with self._lock:
            known = self._tallies.get(searched, Tally(0, 0))
            if known.count or len(self._tallies) < MOST_KEPT:
                self._tallies[searched] = Tally(known.count + 1, results)

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to write what was counted."""
        if self._written_at is None:
            self._written_at = now
        return bool(self._tallies) and now - self._written_at >= WRITE_EVERY

    def take(self, now: datetime) -> Mapping[Searched, Tally]:
        """Return what was counted and begin anew."""
        with self._lock:
            taken, self._tallies = self._tallies, {}
            self._written_at = now
        return taken


def search_counter() -> SearchCounter:
    """Return the counter of this process."""
    counter: SearchCounter = current_app.extensions.setdefault("search_counter", SearchCounter())
    return counter


def write_counts(app: Flask, *, now: datetime) -> None:
    """Write what this process counted; what cannot be written is dropped and logged."""
    with app.app_context():
        tallies = search_counter().take(now)
        if not tallies:
            return
        try:
            record_searches(tallies)
        except SQLAlchemyError:
            db.session.rollback()
            log.warning("%d counted searches could not be written", len(tallies), exc_info=True)


def write_after(response: Response, *, now: datetime) -> None:
    """Write what was counted, if it is time, once the reader has the answer."""
    if search_counter().is_due(now):
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: write_counts(app, now=now))
