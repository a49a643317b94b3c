"""The agents' pages: lists, and one dossier."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import normalise_reference
from helpdesk.tickets.labels import STATUSES, category_choices
from helpdesk.tickets.severity.labels import SEVERITIES
from helpdesk.tickets.work.duty import Duty, current_duty
from helpdesk.tickets.work.labels import EMPTY, VIEWS
from helpdesk.tickets.work.lists import ALL_DESKS, cursor_after, lines_of, read_wanted
from helpdesk.tickets.work.queries import Wanted, find_reference, list_dossiers
from helpdesk.tickets.work.rules import OWN_DESKS, PAGE_SIZE

bp = Blueprint("desk", __name__, url_prefix="/bureau")


@bp.get("/")
def inbox() -> str | Response:
    """Show a list of dossiers; a reference typed as a search opens its dossier."""
    duty = current_duty()
    wanted = read_wanted(request.args, duty.directory)
    known = _named(wanted, duty)
    if known is not None:
        return redirect(url_for(".show", reference=known))
    g.desk_view = wanted.view
    rows = list_dossiers(wanted, duty.reach, duty.moment, limit=PAGE_SIZE + 1)
    next_url = _next_url(cursor_after(rows[PAGE_SIZE - 1], wanted.view)) if len(rows) > PAGE_SIZE else ""
    return render_template(
        "tickets/work/inbox.html",
        wanted=wanted,
        lines=lines_of(rows[:PAGE_SIZE], duty.directory, duty.moment),
        next_url=next_url,
        first_url=_next_url(None) if wanted.after else "",
        desks=duty.directory.open_desks,
        has_own_desks=bool(duty.reach.desk_ids) and wanted.view in OWN_DESKS,
        all_desks=ALL_DESKS,
        categories=category_choices(),
        severities=SEVERITIES,
        statuses=STATUSES,
        title=VIEWS[wanted.view],
        nothing=EMPTY[wanted.view],
    )


@bp.get("/dossiers/<reference>")
def show(reference: str) -> str:
    """Not built yet."""
    raise NotFound


@bp.get("/dossiers/nouveau")
def new() -> str:
    """Not built yet."""
    raise NotFound


def _named(wanted: Wanted, duty: Duty) -> str | None:
    reference = normalise_reference(wanted.text) if wanted.text else None
    return find_reference(reference, duty.reach) if reference else None


def _next_url(cursor: str | None) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "apres"}
    return url_for(".inbox", **kept, apres=cursor)
