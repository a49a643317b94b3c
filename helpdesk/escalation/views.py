"""Pages of this feature."""

from flask import Blueprint

bp = Blueprint("escalation", __name__)

BLUEPRINTS = (bp,)
