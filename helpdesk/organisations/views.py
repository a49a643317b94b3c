"""Pages of this feature."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)

BLUEPRINTS = (bp,)
