"""Signing in and out."""

from flask import Blueprint

from helpdesk.core.errors import NotFound

bp = Blueprint("accounts", __name__)

BLUEPRINTS = (bp,)


@bp.get("/connexion")
def sign_in() -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/mon-compte")
def account() -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/deconnexion")
def sign_out() -> str:
    """Not built yet."""
    raise NotFound
