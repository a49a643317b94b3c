"""Health of the service, for whoever watches it."""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.core.clock import now
from helpdesk.db import db
from helpdesk.worker.jobs import JOBS
from helpdesk.worker.readiness import is_migrated, list_late

bp = Blueprint("health", __name__)

BLUEPRINTS = (bp,)
NAMES = [job.name for job in JOBS]


@bp.get("/healthz")
def alive() -> str:
    """Say that the web process answers."""
    return "ok"


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Say whether everything works: the database, its tables, the worker; 503 and which is late otherwise."""
    try:
        migrated, late = is_migrated(db.session.connection()), list_late(NAMES, now=now())
    except SQLAlchemyError:
        db.session.rollback()
        return jsonify(ready=False, database=False), 503
    works = migrated and not late
    return jsonify(ready=works, database=True, migrated=migrated, late=late), 200 if works else 503
