"""Pages of this feature."""

from flask import Blueprint

from helpdesk.core.errors import NotFound

bp = Blueprint("faq", __name__)

BLUEPRINTS = (bp,)


@bp.get("/")
def home() -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/pages/<slug>")
def page(slug: str) -> str:
    """Not built yet."""
    raise NotFound
