"""How often each end was reached: counted in memory, written once a minute, nothing about who was led there."""

import logging
from collections import Counter
from datetime import date, datetime, timedelta
from threading import Lock

from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.core.clock import local
from helpdesk.db import INSERTS, db, transactional
from helpdesk.faq.companions.models import DiagnosisEnd

log = logging.getLogger(__name__)

WRITE_EVERY = timedelta(seconds=60)
Reached = tuple[date, str, str]
"""The day, the tree and its end."""


class EndCounter:
    """Ends not yet written, and which address of this process’s pages is an end."""

    def __init__(self) -> None:
        self.ends: dict[tuple[str, str], str] = {}
        self._counts: Counter[Reached] = Counter()
        self._lock = Lock()
        self._written_at: datetime | None = None

    def add(self, tree: str, way: str, *, now: datetime) -> bool:
        """Count a visit if its address is an end; tell whether it is time to write."""
        end = self.ends.get((tree, way))
        with self._lock:
            if end is not None:
                self._counts[(local(now).date(), tree, end)] += 1
            self._written_at = self._written_at or now
            return bool(self._counts) and now - self._written_at >= WRITE_EVERY

    def take(self, now: datetime) -> Counter[Reached]:
        """Return what was counted and begin anew."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
            self._written_at = now
        return taken


def end_counter() -> EndCounter:
    """Return the counter of this process."""
    counter: EndCounter = current_app.extensions.setdefault("end_counter", EndCounter())
    return counter


def count_visit(response: Response, tree: str, way: str, *, now: datetime) -> None:
    """Count an end once its reader has it."""
    if end_counter().add(tree, way, now=now):
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: write_ends(app, now=now))


def write_ends(app: Flask, *, now: datetime) -> None:
    """Write what this process counted; what cannot be written is dropped and logged."""
    with app.app_context():
        counts = end_counter().take(now)
        try:
            record_ends(counts)
        except SQLAlchemyError:
            db.session.rollback()
            log.warning("%d ends of diagnoses could not be written", len(counts), exc_info=True)


@transactional
def record_ends(counts: Counter[Reached]) -> None:
    """Add to the table how often ends were reached."""
    if not counts:
        return
    rows = [
        {"day": day, "tree": tree, "end": end, "count": count} for (day, tree, end), count in counts.items()
    ]
    insert = INSERTS[db.engine.dialect.name](DiagnosisEnd).values(rows)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["day", "tree", "end"],
            set_={"count": DiagnosisEnd.count + insert.excluded.count},
        )
    )
