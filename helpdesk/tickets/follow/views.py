"""The member's pages: finding one's dossier, reading it, answering, saying it is solved."""

from datetime import timedelta

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.limits import check_limit, check_limits, client_key
from helpdesk.accounts.viewer import current_viewer
from helpdesk.core.clock import now
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import email_key, normalise_reference
from helpdesk.sepa.codes import meaning
from helpdesk.tickets.files.service import keep_uploads
from helpdesk.tickets.follow import service
from helpdesk.tickets.follow.conversation import conversation
from helpdesk.tickets.follow.forms import FindForm, ReplyForm
from helpdesk.tickets.follow.promises import member_status, promises, stages
from helpdesk.tickets.follow.queries import PAGE, LinkEnded, get_followed, get_link, list_followed, list_own
from helpdesk.tickets.follow.visitor import remember_link, visitor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE, ATTACHMENT_COUNT, ATTACHMENT_MEGABYTES
from helpdesk.web.errors import database_refusals
from helpdesk.web.headers import hide_referrer
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.panels import panels_for
from helpdesk.web.uploads import takes_files

AN_HOUR = timedelta(hours=1)
LINKS_AN_HOUR = 10
REPLIES_AN_HOUR = 30


def find() -> Response | str | tuple[str, int]:
    """Send a new private link to the mailbox of a dossier's owner; list the dossiers of this browser."""
    form = FindForm()
    if request.method == "GET":
        form.reference.data = request.args.get("reference", "")[:40]
        return _find_page(form)
    if not form.validate():
        return _find_page(form), 422
    at, mailbox = now(), email_key(form.email.data)
    try:
        keys = [client_key(request), f"to:{mailbox}"]
        check_limits("follow-link", keys, limit=LINKS_AN_HOUR, window=AN_HOUR, now=at)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _find_page(form), refusal.status
    service.resend_link(form.reference.data, mailbox, now=at)
    # The same words whether the two fit or not: nobody learns who has a dossier here.
    flash(_("Si cette adresse est celle du dossier, un nouveau lien vient de lui être envoyé."), "ok")
    return redirect(url_for("tickets.find"))


def follow(token: str) -> Response | tuple[str, int]:
    """Exchange the secret of a private link for a cookie, so that it leaves the address at once."""
    hide_referrer()
    try:
        link, reference = get_link(token, now=now())
    except (NotFound, LinkEnded):
        return _ended()
    remember_link(link.id)
    return redirect(url_for("tickets.mine", reference=reference))


def mine(reference: str) -> str | Response | tuple[str, int]:
    """Show a dossier to its member."""
    try:
        ticket = get_followed(reference, visitor(), now=now())
    except LinkEnded:
        return _ended(reference)
    if ticket.reference != normalise_reference(reference):
        return redirect(url_for("tickets.mine", reference=ticket.reference))
    return _page(ticket, ReplyForm())


@takes_files
def reply(reference: str) -> Response | FlaskResponse | tuple[str, int]:
    """Add the member's message and files."""
    at = now()
    ticket = get_followed(reference, visitor(), now=at)
    form = ReplyForm()
    if not form.validate():
        return _page(ticket, form), 422
    try:
        check_limit("member-reply", reference, limit=REPLIES_AN_HOUR, window=AN_HOUR, now=at)
        with database_refusals():
            masked = service.member_reply(
                ticket.id,
                form.body.data or "",
                files=keep_uploads(form.files.data or []),
                now=at,
                by=current_viewer(),
            )
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return make_response(_page(_again(reference), form), refusal.status)
    flash(_("Votre message est arrivé."), "ok")
    if masked:
        flash(_("Des numéros confidentiels ont été masqués avant l’enregistrement."), "info")
    return redirect(url_for("tickets.mine", reference=reference, envoye=1))


def solved(reference: str) -> Response:
    """Note that the member has no problem any more."""
    at = now()
    ticket = get_followed(reference, visitor(), now=at)
    service.member_solved(ticket.id, now=at, by=current_viewer())
    flash(_("Merci de nous l’avoir dit. Bonne continuation !"), "ok")
    return redirect(url_for("tickets.mine", reference=reference))


def reopen(reference: str) -> Response:
    """Open the dossier again."""
    at = now()
    ticket = get_followed(reference, visitor(), now=at)
    service.member_reopen(ticket.id, now=at, by=current_viewer())
    flash(_("Votre dossier est rouvert. Dites-nous ci-dessous ce qui ne va pas."), "ok")
    return redirect(url_for("tickets.mine", reference=reference))


def index() -> str:
    """List the dossiers that the signed-in person opened."""
    viewer = current_viewer()
    assert viewer is not None
    before = request.args.get("avant", "")
    found = list_own(
        viewer, before=int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    )
    older = url_for("tickets.index", avant=found[PAGE - 1].id) if len(found) > PAGE else ""
    return render_template(
        "tickets/index.html",
        tickets=found[:PAGE],
        older_url=older,
        status_of=member_status,
        is_first=not before,
    )


def _page(ticket: Ticket, form: ReplyForm) -> str:
    return render_template(
        "tickets/mine.html",
        ticket=ticket,
        form=form,
        is_active=ticket.status in ACTIVE,
        status=member_status(ticket),
        stages=stages(ticket),
        code_meaning=meaning(ticket.reason_code, current_lang()),
        promises=promises(ticket, now=now()),
        lines=conversation(ticket),
        panels=panels_for("tickets.mine", ticket),
        was_sent="envoye" in request.args,
        files_at_most=(ATTACHMENT_COUNT, ATTACHMENT_MEGABYTES),
        files_lost=any(upload.filename for upload in request.files.getlist(form.files.name)),
    )


def _again(reference: str) -> Ticket:
    """Return the dossier anew: a refused use case has let go of what was read before."""
    return get_followed(reference, visitor(), now=now())


def _find_page(form: FindForm) -> str:
    return render_template(
        "tickets/find.html",
        form=form,
        tickets=list_followed(visitor(), now=now()),
        status_of=member_status,
    )


def _ended(reference: str = "") -> tuple[str, int]:
    form = FindForm(formdata=None)
    form.reference.data = reference
    return render_template("tickets/link_ended.html", form=form), LinkEnded().status
