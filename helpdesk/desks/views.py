"""Pages of this feature."""

from flask import Blueprint

bp = Blueprint("desks", __name__)

BLUEPRINTS = (bp,)
