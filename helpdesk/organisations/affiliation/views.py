"""The list of affiliations, for those who see to them."""

from typing import Any

from flask import render_template, request, url_for

from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.core.clock import local, now
from helpdesk.organisations.affiliation import queries
from helpdesk.organisations.affiliation.forms import as_query, read_wanted
from helpdesk.organisations.affiliation.labels import LOOKS, STANDINGS
from helpdesk.organisations.labels import FAMILIES


def index() -> str:
    """List the organisations whose affiliation has lapsed, is to be renewed, or is up to date."""
    viewer, today = signed_in_viewer(), local(now()).date()
    wanted = read_wanted(request.args)
    found = queries.list_standing(viewer, wanted, today)
    rows, next_page = found[: queries.PAGE], ""
    if len(found) > queries.PAGE:
        cursor = f"{rows[-1].id}-{rows[-1].name_key}"
        query: dict[str, Any] = as_query(wanted, apres=cursor)
        next_page = url_for("organisations.affiliations", **query)
    return render_template(
        "organisations/affiliation/index.html",
        wanted=wanted,
        rows=rows,
        counts=queries.count_standings(viewer, wanted, today),
        standings=STANDINGS,
        looks=LOOKS,
        departments=queries.list_departments(viewer, today),
        families=FAMILIES,
        query=as_query(wanted),
        next_page=next_page,
    )
