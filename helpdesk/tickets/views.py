"""Dossiers: the member's pages."""

from flask import Blueprint

from helpdesk.core.errors import NotFound
from helpdesk.tickets.routing.views import bp as routing_bp
from helpdesk.tickets.work.views import bp as work_bp

bp = Blueprint("tickets", __name__)

BLUEPRINTS = (bp, work_bp, routing_bp)


@bp.get("/dossiers/nouveau")
def new() -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/suivi")
def find() -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/suivi/<token>")
def follow(token: str) -> str:
    """Not built yet."""
    raise NotFound
