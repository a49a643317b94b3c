"""What an organisation's own people are told of its affiliation, on pages of higher features, when they sign in."""

from datetime import date, datetime

from flask import render_template
from markupsafe import Markup

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.organisations.affiliation.labels import LOOKS, STANDINGS
from helpdesk.organisations.affiliation.queries import limits, list_concerns
from helpdesk.organisations.affiliation.rules import Standing, standing_of
from helpdesk.organisations.queries import organisation_ids_of


def affiliation_banner(viewer: Viewer | None, *, now: datetime, organisation_id: int | None = None) -> Markup:
    """Tell somebody who speaks for organisations which of them must renew; one of them alone if it is named.

    Nothing for who is not signed in: a private link to a checklist may have been passed on.
    """
    if viewer is None:
        return Markup("")
    today = local(now).date()
    own = organisation_ids_of(viewer, today)
    concerns = list_concerns(own if organisation_id is None else own & {organisation_id}, today)
    if not concerns:
        return Markup("")
    rendered = render_template(
        "organisations/affiliation/_banner.html",
        concerns=concerns,
        lapsed=Standing.LAPSED,
        today=today,
        renewal_url=settings().affiliation_url,
    )
    return Markup(rendered)  # noqa: S704 - ours


def to_renew(last_day: date | None, today: date) -> tuple[str, str, str] | None:
    """Return the badge of an organisation whose latest year ends so, None where there is nothing to renew.

    Its kind, its icon and its words.
    """
    standing = standing_of(last_day, today, limits())
    if standing not in {Standing.LAPSED, Standing.TO_RENEW}:
        return None
    return *LOOKS[standing], str(STANDINGS[standing])
