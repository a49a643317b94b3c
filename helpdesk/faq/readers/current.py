"""The badges of the current request, looked up once and only when a page asks."""

from flask import g

from helpdesk.accounts.viewer import current_viewer
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.faq.readers.queries import badges_of
from helpdesk.faq.readers.rules import Badges


def current_badges() -> Badges:
    """Return what whoever asks wears."""
    found: Badges | None = g.get("badges")
    if found is None:
        found = g.badges = badges_of(current_viewer(), local(clock.now()).date())
    return found
