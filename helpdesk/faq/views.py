"""Pages of this feature."""

from flask import Blueprint

bp = Blueprint("faq", __name__)

BLUEPRINTS = (bp,)
