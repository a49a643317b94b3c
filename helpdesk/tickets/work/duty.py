"""Who is at work on this request, when, and what they answer for: read once, asked by page and menu alike."""

from dataclasses import dataclass
from datetime import datetime

from flask import g

from helpdesk.accounts.viewer import Viewer, current_viewer
from helpdesk.core.clock import local, now
from helpdesk.core.errors import NotFound
from helpdesk.core.hours import add_open_time
from helpdesk.desks.directory import Directory, read_directory
from helpdesk.tickets.work.lists.queries import Moment
from helpdesk.tickets.work.reach import reach_of
from helpdesk.tickets.work.rules import SOON, Reach
from helpdesk.web.context import support_hours


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody at work: who, for whom, and the instant everything on the page is told at."""

    viewer: Viewer
    directory: Directory
    reach: Reach
    moment: Moment


def duty_of(viewer: Viewer, *, now: datetime) -> Duty:
    """Return the duty of `viewer` at that instant, in one statement."""
    directory = read_directory(local(now).date())
    soon = add_open_time(now, SOON, support_hours())
    return Duty(viewer, directory, reach_of(viewer, directory), Moment(now, soon))


def current_duty() -> Duty:
    """Return the duty of who asks for this page, the same all through the request; raise NotFound for a stranger."""
    viewer = current_viewer()
    if viewer is None or not viewer.works_dossiers:
        raise NotFound
    if "duty" not in g:
        g.duty = duty_of(viewer, now=now())
    found: Duty = g.duty
    return found
