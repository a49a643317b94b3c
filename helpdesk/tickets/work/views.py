"""The agents' pages."""

from flask import Blueprint

from helpdesk.core.errors import NotFound

bp = Blueprint("desk", __name__, url_prefix="/bureau")


@bp.get("/")
def inbox() -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/dossiers/<reference>")
def show(reference: str) -> str:
    """Not built yet."""
    raise NotFound
