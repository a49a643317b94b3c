"""Pages to sign in and out. A link that was mailed is used by a button: mail scanners only follow links."""

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.events import record
from helpdesk.accounts.limits import check_tries, forgive
from helpdesk.accounts.links import LinkGone, get_link_owner
from helpdesk.accounts.models import LinkPurpose
from helpdesk.accounts.pages import entered, form_page, see
from helpdesk.accounts.rules import LINK_REQUESTS, PASSWORD_TRIES
from helpdesk.accounts.sessions import clear_cookie, end_session, this_device
from helpdesk.accounts.signing_in import service
from helpdesk.accounts.signing_in.forms import ConfirmForm, MailboxForm, SignInForm
from helpdesk.accounts.signing_in.rules import is_local_path
from helpdesk.accounts.viewer import current_viewer, pending_viewer, signed_in_viewer
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import email_key
from helpdesk.web.headers import hide_referrer
from helpdesk.web.i18n import gettext as _


def sign_in() -> Response:
    """Take a mailbox and a password; lead on who is signed in already."""
    form = SignInForm(next=safe_next())
    if not form.is_submitted() and (current_viewer() or pending_viewer()):
        return onward(safe_next())
    if not form.validate_on_submit():
        return form_page("accounts/sign_in.html", form)
    account, client, now = email_key(form.email.data), client_key(request), clock.now()
    try:
        check_tries("password", PASSWORD_TRIES, account=account, client=client, now=now)
        token = service.sign_in_with_password(account, form.password.data, this_device(), now=now)
    except Refused as refusal:
        return form_page("accounts/sign_in.html", form, refusal=refusal)
    forgive("password", PASSWORD_TRIES, account=account, client=client, now=now)
    return entered(token, safe_next(form.next.data), kept=form.kept.data or "")


def send_link() -> Response:
    """Mail a link to sign in; the answer is the same whether the mailbox is known or not."""
    form = MailboxForm(next=safe_next())
    if not form.validate_on_submit():
        return form_page("accounts/send_link.html", form)
    account, now = email_key(form.email.data), clock.now()
    try:
        check_tries("link", LINK_REQUESTS, account=account, client=client_key(request), now=now)
    except Refused as refusal:
        return form_page("accounts/send_link.html", form, refusal=refusal)
    service.mail_link(account, LinkPurpose.SIGN_IN, now=now, next_page=safe_next(form.next.data))
    return make_response(render_template("accounts/link_sent.html", email=form.email.data))


def use_link(token: str) -> Response:
    """Show a button (GET), then sign in with the link (POST)."""
    hide_referrer()
    form = ConfirmForm(next=safe_next())
    try:
        if not form.validate_on_submit():
            get_link_owner(token, LinkPurpose.SIGN_IN, now=clock.now())
            return form_page("accounts/use_link.html", form)
        secret = service.sign_in_with_link(token, this_device(), now=clock.now())
    except LinkGone as refusal:
        return gone(refusal, "accounts.send_link")
    return entered(secret, safe_next(form.next.data))


def sign_out() -> Response:
    """End the session on the server and empty the browser."""
    viewer = current_viewer() or pending_viewer()
    if viewer:
        end_session(viewer.session_hash)
        record("sign_out", person_id=viewer.id)
    session.clear()
    flash(_("Vous êtes déconnecté."), "ok")
    response = see("faq.home")
    clear_cookie(response)
    return response


def onward(next_page: str) -> Response:
    """Lead a signed-in person to the page asked for, or to the first page of their work."""
    if pending_viewer():
        return see("accounts.second_factor", next=next_page or None)
    if next_page:
        return make_response(redirect(next_page, 303))
    return see(signed_in_viewer().first_page)


def safe_next(given: str | None = None) -> str:
    """Return the page to go to next, from the address or from `given`; empty when it is not of this site."""
    address = request.args.get("next", "") if given is None else given
    return address if is_local_path(address) else ""


def gone(refusal: LinkGone, again: str) -> Response:
    """Say that a link no longer works and where to ask for a new one."""
    page = render_template("accounts/link_gone.html", sentence=refusal.sentence, again_url=url_for(again))
    return make_response(page, refusal.status)
