"""The desk’s pages: where everybody stands, one organisation, what was sent and what may be sent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.activation.askers import asker_of
from helpdesk.activation.changing import change
from helpdesk.activation.journeys import get_journey, list_journeys
from helpdesk.activation.labels import place_label, said, who
from helpdesk.activation.queries import can_correct, get_checklist, list_events
from helpdesk.activation.reminders import queries as reminding
from helpdesk.activation.reminders.service import Choice, preview, want_reminders
from helpdesk.activation.rules import Via
from helpdesk.activation.service import By, Spot
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.activation.work import queries
from helpdesk.activation.work.forms import as_query, read_wanted, write_cursor
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import AnyRow
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED, Journey
from helpdesk.organisations.labels import FAMILIES
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import ngettext
from helpdesk.web.spreadsheets import csv_response

bp = Blueprint("activations", __name__, url_prefix="/bureau/activations")


@bp.get("/")
def index() -> str:
    """List the journeys, each with how many organisations stand where."""
    at = clock.now()
    asker = asker_of(signed_in_viewer(), now=at)
    journeys = [
        (slug, journey, queries.count_places(Standings(slug, journey, asker, now=at), Wanted()))
        for slug, journey in list_journeys().items()
    ]
    return render_template("activation/work/index.html", journeys=journeys, said=said, finished=FINISHED)


@bp.get("/<slug>")
def journey(slug: str) -> str:
    """Show how many organisations stand at each step, and list those that are asked for."""
    standings = _standings(slug, clock.now())
    wanted = read_wanted(standings.journey)
    found = queries.list_standings(standings, wanted)
    rows = found[: queries.PAGE]
    return render_template(
        "activation/work/journey.html",
        slug=slug,
        journey=standings.journey,
        places=_places(standings, wanted),
        wanted=wanted,
        rows=rows,
        next_page=_next_page(slug, wanted, rows) if len(found) > queries.PAGE else "",
        departments=queries.list_departments(standings),
        families=FAMILIES,
        query=as_query(wanted),
        labels={place: place_label(standings.journey, place) for place in _all_places(standings.journey)},
        said=said,
    )


@bp.get("/<slug>/export.csv")
def export(slug: str) -> Response:
    """Give the list that is asked for as a file, with the day of each step."""
    standings = _standings(slug, clock.now())
    wanted = read_wanted(standings.journey)
    return csv_response(f"activation-{slug}.csv", _table(standings, wanted))


@bp.get("/<slug>/organisations/<int:organisation_id>")
def organisation(slug: str, organisation_id: int) -> str:
    """Show where one organisation stands, what happened, and which reminders it had."""
    return _organisation_page(slug, organisation_id)


@bp.post("/<slug>/organisations/<int:organisation_id>/<step>")
def correct(slug: str, organisation_id: int, step: str) -> AnyResponse | tuple[str, int]:
    """Set or take back a step for an organisation, with a reason."""
    viewer, at = signed_in_viewer(), clock.now()
    asker = asker_of(viewer, now=at)
    get_checklist(slug, organisation_id, asker, now=at)
    if not can_correct(asker, organisation_id, now=at):
        raise NotFound
    by = By(Via.DESK, viewer.id, request.form.get("reason", "")[:1000])
    try:
        change(Spot(slug, organisation_id, step), by, now=at)
    except Refused as refusal:
        return _organisation_page(slug, organisation_id, refusal=refusal), refusal.status
    return redirect(url_for(".organisation", slug=slug, organisation_id=organisation_id, _anchor=step), 303)


@bp.route("/<slug>/relances", methods=["GET", "POST"])
def remind(slug: str) -> AnyResponse | str:
    """Show the mail and whom it reaches, then send it; list what was sent."""
    viewer, at = signed_in_viewer(), clock.now()
    standings = _standings(slug, at)
    wanted = read_wanted(standings.journey)
    is_chosen = bool(wanted.place) and wanted.place != FINISHED
    if request.method == "POST" and is_chosen:
        count = want_reminders(Choice(standings, wanted, viewer.id), now=at)
        flash(_said_sent(count), "ok" if count else "info")
        return redirect(url_for(".remind", slug=slug), 303)
    places = _all_places(standings.journey)
    return render_template(
        "activation/work/remind.html",
        slug=slug,
        journey=standings.journey,
        places=[(place, place_label(standings.journey, place)) for place in places if place != FINISHED],
        wanted=wanted,
        letter=preview(standings.journey, wanted.place) if is_chosen else None,
        reach=reminding.measure_reach(standings, wanted, now=at) if is_chosen else None,
        departments=queries.list_departments(standings),
        families=FAMILIES,
        batches=reminding.list_batches(slug),
        labels={place: place_label(standings.journey, place) for place in places},
        days=settings().activation_reminder_days,
        by_itself=settings().activation_reminds_by_itself,
        said=said,
    )


def _standings(slug: str, at: datetime) -> Standings:
    return Standings(slug, get_journey(slug), asker_of(signed_in_viewer(), now=at), now=at)


def _organisation_page(slug: str, organisation_id: int, *, refusal: Refused | None = None) -> str:
    at = clock.now()
    asker = asker_of(signed_in_viewer(), now=at)
    checklist = get_checklist(slug, organisation_id, asker, now=at)
    return render_template(
        "activation/work/organisation.html",
        checklist=checklist,
        lines=checklist.lines(),
        events=list_events(slug, organisation_id),
        reminders=reminding.list_reminders(slug, organisation_id),
        left_since=reminding.find_left_since(slug, organisation_id),
        labels={place: place_label(checklist.journey, place) for place in _all_places(checklist.journey)},
        may_change=can_correct(asker, organisation_id, now=at),
        refusal=refusal,
        said=said,
        who=who,
    )


def _all_places(journey: Journey) -> Sequence[str]:
    return (NOT_STARTED, *journey.keys, FINISHED)


def _places(standings: Standings, wanted: Wanted) -> Sequence[tuple[str, str, int, int]]:
    counts = queries.count_places(standings, wanted)
    return [
        (place, place_label(standings.journey, place), *counts.get(place, (0, 0)))
        for place in _all_places(standings.journey)
    ]


def _next_page(slug: str, wanted: Wanted, rows: Sequence[AnyRow]) -> str:
    cursor = write_cursor(rows[-1].name_key, rows[-1].id)
    query: dict[str, Any] = as_query(wanted, apres=cursor)
    return url_for(".journey", slug=slug, **query)


def _table(standings: Standings, wanted: Wanted) -> Iterator[Sequence[object]]:
    journey = standings.journey
    yield (
        _("Code"),
        _("Nom"),
        _("Ville"),
        _("Département"),
        _("Boîte de fonction"),
        _("Étape à faire"),
        _("Bloquée"),
        _("Dernier progrès"),
        _("Dernière relance"),
        _("Plus de relances depuis"),
        *(said(step, "title") for step in journey.steps),
    )
    for row, done in queries.export_standings(standings, wanted):
        yield _csv_row(journey, row, done)


def _csv_row(journey: Journey, row: AnyRow, done: Mapping[str, AnyRow]) -> Sequence[object]:
    return (
        row.code,
        row.name,
        row.town,
        row.department,
        row.role_mailbox,
        place_label(journey, row.place),
        _("oui") if row.is_stuck else _("non"),
        _day(row.moved_at),
        _day(row.reminded_at),
        _day(row.left_at),
        *(_done(done.get(key)) for key in journey.keys),
    )


def _day(instant: datetime | None) -> str:
    return local(instant).date().isoformat() if instant else ""


def _done(step: AnyRow | None) -> str:
    """Return the day of a step; the minute and the sentences where something was stated."""
    if step is None or not step.statements:
        return _day(step.done_at if step else None)
    return f"{local(step.done_at):%Y-%m-%d %H:%M} · {' '.join(step.statements)}"


def _said_sent(count: int) -> str:
    if not count:
        return _("Aucune relance : personne ne pouvait en recevoir une.")
    return ngettext(
        "%(num)d relance part : le courriel est écrit dans la minute.",
        "%(num)d relances partent : les courriels sont écrits dans la minute.",
        count,
    )
