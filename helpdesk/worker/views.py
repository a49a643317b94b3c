"""Health of the service, for whoever watches it."""

from flask import Blueprint

bp = Blueprint("health", __name__)

BLUEPRINTS = (bp,)


@bp.get("/healthz")
def alive() -> str:
    """Say that the web process answers."""
    return "ok"
