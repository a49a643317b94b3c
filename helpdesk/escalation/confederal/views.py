"""The administrators' pages: by a signed link without account, or signed in.

A GET changes nothing, since mail programs and scanners follow links by themselves.
"""

from datetime import timedelta
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from helpdesk.accounts.limits import check_limit
from helpdesk.accounts.viewer import current_viewer
from helpdesk.core.clock import now
from helpdesk.escalation.confederal import page
from helpdesk.escalation.confederal.forms import RenewForm
from helpdesk.escalation.confederal.page import Reader
from helpdesk.escalation.confederal.queries import list_sent
from helpdesk.escalation.confederal.visitor import get_held_link, remember_link
from helpdesk.escalation.labels import STATE_LOOKS, STATES
from helpdesk.escalation.links.renewal import renew
from helpdesk.escalation.links.service import find_link, may_renew, opens
from helpdesk.escalation.models import EscalationLink
from helpdesk.tickets.labels import topic_label
from helpdesk.web.headers import hide_referrer
from helpdesk.web.i18n import gettext as _

bp = Blueprint("confederal", __name__)

RENEWALS_AN_HOUR = 3
GONE = 410


@bp.get("/saisine/<token>")
def follow(token: str) -> Response | FlaskResponse:
    """Exchange the secret of a signed link for a cookie, so that it leaves the address at once."""
    hide_referrer()
    link = find_link(token)
    if link is None:
        return _ended(None, 404)
    remember_link(link)
    return redirect(url_for(".show", escalation_id=link.escalation_id), 303)


@bp.get("/saisine/dossier/<int:escalation_id>")
def show(escalation_id: int) -> str | FlaskResponse:
    """Show an escalation to who came by its signed link."""
    hide_referrer()
    link = get_held_link(escalation_id, now=now())
    if not opens(link, now=now()):
        return _ended(link, GONE)
    return page.show(escalation_id, _by_link(link))


@bp.post("/saisine/dossier/<int:escalation_id>/<slug>")
def act(escalation_id: int, slug: str) -> Response | FlaskResponse:
    """Do what the holder of a signed link asks for."""
    hide_referrer()
    link = get_held_link(escalation_id, now=now())
    if not opens(link, now=now()):
        return _ended(link, GONE)
    return page.take(escalation_id, slug, _by_link(link))


@bp.post("/saisine/dossier/<int:escalation_id>/nouveau-lien")
def new_link(escalation_id: int) -> Response | FlaskResponse:
    """Send a new link to the mailbox the old one was for, and to nobody else."""
    hide_referrer()
    link = get_held_link(escalation_id, now=now())
    if not may_renew(link):
        return _ended(link, GONE)
    check_limit("saisine-link", str(link.id), limit=RENEWALS_AN_HOUR, window=timedelta(hours=1), now=now())
    renew(link.id, now=now())
    flash(_("Un nouveau lien vient d’être envoyé à la boîte qui avait reçu le premier."), "ok")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


@bp.get("/bureau/saisines")
def index() -> str:
    """List what was sent, for administrators who sign in: what waits for them first."""
    waiting, settled = list_sent()
    return render_template(
        "escalation/confederal/index.html",
        waiting=waiting,
        settled=settled,
        states=STATES,
        looks=STATE_LOOKS,
        topic_label=topic_label,
    )


@bp.get("/bureau/saisines/<int:escalation_id>")
def case(escalation_id: int) -> str:
    """Show an escalation to an administrator who signed in."""
    return page.show(escalation_id, _signed_in(escalation_id))


@bp.post("/bureau/saisines/<int:escalation_id>/<slug>")
def case_act(escalation_id: int, slug: str) -> Response | FlaskResponse:
    """Do what a signed-in administrator asks for."""
    return page.take(escalation_id, slug, _signed_in(escalation_id))


def _by_link(link: EscalationLink) -> Reader:
    return Reader(
        link.addressee, "escalation/confederal/by_link.html", partial(_link_url, link.escalation_id)
    )


def _link_url(escalation_id: int, slug: str) -> str:
    if not slug:
        return url_for(".show", escalation_id=escalation_id)
    return url_for(".act", escalation_id=escalation_id, slug=slug)


def _signed_in(escalation_id: int) -> Reader:
    viewer = current_viewer()
    assert viewer is not None
    return Reader(viewer.name, "escalation/confederal/case.html", partial(_case_url, escalation_id))


def _case_url(escalation_id: int, slug: str) -> str:
    if not slug:
        return url_for(".case", escalation_id=escalation_id)
    return url_for(".case_act", escalation_id=escalation_id, slug=slug)


def _ended(link: EscalationLink | None, status: int) -> FlaskResponse:
    """Say that a link opens nothing, and how to get another: the same page whatever the reason."""
    renewable = link if link is not None and may_renew(link) else None
    rendered = render_template("escalation/confederal/link_ended.html", link=renewable, form=RenewForm())
    return make_response(rendered, status)
