"""« Où en êtes-vous ? » for an organisation's own people: their checklists, and the private link to them."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.limits import check_limit, check_limits, client_key
from helpdesk.accounts.pages import form_page
from helpdesk.accounts.viewer import current_viewer
from helpdesk.activation.askers import current_asker, remember_link
from helpdesk.activation.changing import change
from helpdesk.activation.forms import LinkForm
from helpdesk.activation.journeys import get_journey, list_journeys
from helpdesk.activation.labels import said, who
from helpdesk.activation.links.service import A_DAY, MAILS_A_DAY, LinkEnded, get_link, mail_links
from helpdesk.activation.models import RemindedMailbox
from helpdesk.activation.queries import Checklist, check_may_tick, get_checklist, list_checklists
from helpdesk.activation.reminders.queries import find_left_since
from helpdesk.activation.reminders.service import leave_reminders, resume_reminders
from helpdesk.activation.rules import Asker, Via
from helpdesk.activation.service import By, Spot
from helpdesk.activation.work import views as work
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import fold_key
from helpdesk.faq.wishes.service import get_wish
from helpdesk.organisations.affiliation.panels import affiliation_banner
from helpdesk.web.csrf import csrf
from helpdesk.web.headers import hide_referrer
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _

bp = Blueprint("activation", __name__, url_prefix="/activation")

BLUEPRINTS = (bp, work.bp)

AN_HOUR = timedelta(hours=1)
LINKS_AN_HOUR = 10
CHANGES_AN_HOUR = 120


@bp.get("/")
def index() -> str:
    """List the checklists of one's organisations; tell anybody else how to come to theirs."""
    at = clock.now()
    checklists = list_checklists(current_asker(now=at), now=at)
    return render_template(
        "activation/index.html",
        checklists=checklists,
        journeys={} if checklists else list_journeys(),
        banner=affiliation_banner(current_viewer(), now=at),
        said=said,
    )


@bp.route("/<journey>", methods=["GET", "POST"])
def ask(journey: str) -> Response:
    """Lead somebody to their checklist, or mail a private link to the role mailbox of an organisation."""
    found, form, at = get_journey(journey), LinkForm(), clock.now()
    own = [each for each in list_checklists(current_asker(now=at), now=at) if each.slug == journey]
    if own and not form.is_submitted():
        return redirect(_first_or_all([(each.slug, each.organisation.id) for each in own]))
    if not form.validate_on_submit():
        return form_page("activation/ask.html", form, journey=found, said=said)
    named = form.named()
    try:
        check_limit("checklist-link", client_key(request), limit=LINKS_AN_HOUR, window=AN_HOUR, now=at)
        # Who asks for the same again is told; one who names it otherwise meets the limit of the organisation.
        key = f"to:{named.organisation_id or fold_key(named.text)}"
        check_limits("checklist-mail", [key], limit=MAILS_A_DAY, window=A_DAY, now=at)
    except Refused as refusal:
        return form_page("activation/ask.html", form, refusal=refusal, journey=found, said=said)
    mail_links(journey, named, current_lang(), now=at)
    return redirect(url_for("activation.asked", journey=journey), 303)


@bp.get("/<journey>/lien-envoye")
def asked(journey: str) -> str:
    """Say the same whether the organisation is known or not: nobody learns who is registered."""
    return render_template("activation/asked.html", slug=journey, journey=get_journey(journey), said=said)


@bp.get("/lien/<token>")
def use_link(token: str) -> Response | tuple[str, int]:
    """Exchange the secret of a private link for a cookie, so that it leaves the address at once."""
    hide_referrer()
    try:
        link, mark = get_link(token, now=clock.now())
    except LinkEnded as refusal:
        page = render_template(
            "activation/ended.html", sentence=refusal.sentence, journeys=list_journeys(), said=said
        )
        return page, refusal.status
    remember_link(link.id, mark)
    return redirect(url_for("activation.show", journey=link.journey, organisation_id=link.organisation_id))


@bp.get("/<journey>/<int:organisation_id>")
def show(journey: str, organisation_id: int) -> str:
    """Show where an organisation stands, to its own people."""
    at = clock.now()
    asker = current_asker(now=at)
    check_may_tick(asker, organisation_id)
    return _page(journey, organisation_id, asker, at)


@bp.post("/<journey>/<int:organisation_id>/<step>")
def mark(journey: str, organisation_id: int, step: str) -> Response | tuple[str, int]:
    """Tick a step, or take it back."""
    at = clock.now()
    asker = current_asker(now=at)
    check_may_tick(asker, organisation_id)
    get_checklist(journey, organisation_id, asker, now=at)
    spot = Spot(journey, organisation_id, step)
    try:
        check_limit("checklist", str(organisation_id), limit=CHANGES_AN_HOUR, window=AN_HOUR, now=at)
        change(spot, _by(asker, organisation_id), now=at)
    except Refused as refusal:
        return _page(journey, organisation_id, asker, at, refusal=refusal), refusal.status
    return redirect(
        url_for("activation.show", journey=journey, organisation_id=organisation_id, _anchor=step), 303
    )


@bp.post("/<journey>/<int:organisation_id>/relances/reprendre")
def resume(journey: str, organisation_id: int) -> Response:
    """Let the mailbox of an organisation have reminders again."""
    at = clock.now()
    asker = current_asker(now=at)
    check_may_tick(asker, organisation_id)
    resume_reminders(journey, get_checklist(journey, organisation_id, asker, now=at).organisation)
    flash(_("C’est noté : les relances reprennent."), "ok")
    return redirect(url_for("activation.show", journey=journey, organisation_id=organisation_id), 303)


@bp.route("/relances/<token>", methods=["GET", "POST"])
def leave(token: str) -> str:
    """End the reminders to a mailbox: the button of the page, and of mail programs, which send no cookie of ours.

    Opening the link changes nothing.
    """
    hide_referrer()
    if request.method == "POST":
        leave_reminders(token, now=clock.now())
    mailbox = get_wish(RemindedMailbox, token)
    journey = list_journeys().get(mailbox.journey)
    return render_template("activation/leave.html", mailbox=mailbox, journey=journey, token=token, said=said)


csrf.exempt(leave)


def _by(asker: Asker, organisation_id: int) -> By:
    viewer = current_viewer()
    if viewer is not None and organisation_id in asker.own:
        return By(Via.ACCOUNT, viewer.id)
    return By(Via.LINK)


def _page(
    journey: str, organisation_id: int, asker: Asker, at: datetime, *, refusal: Refused | None = None
) -> str:
    checklist = get_checklist(journey, organisation_id, asker, now=at)
    return render_template(
        "activation/show.html",
        checklist=checklist,
        lines=checklist.lines(),
        others=[each for each in list_checklists(asker, now=at) if _key(each) != (journey, organisation_id)],
        left_since=find_left_since(journey, organisation_id),
        refusal=refusal,
        banner=affiliation_banner(current_viewer(), now=at, organisation_id=organisation_id),
        said=said,
        who=who,
    )


def _key(checklist: Checklist) -> tuple[str, int]:
    return checklist.slug, checklist.organisation.id


def _first_or_all(own: list[tuple[str, int]]) -> str:
    if len(own) > 1:
        return url_for("activation.index")
    slug, organisation_id = own[0]
    return url_for("activation.show", journey=slug, organisation_id=organisation_id)
