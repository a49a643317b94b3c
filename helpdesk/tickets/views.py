"""Dossiers: the member's pages."""

from flask import Blueprint

bp = Blueprint("tickets", __name__)

BLUEPRINTS = (bp,)
