"""Pages about passwords: forgotten, set by a link, changed."""

from datetime import datetime
from typing import Any

from flask import Response, flash, make_response, render_template, request

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.limits import check_limit, check_tries, forgive
from helpdesk.accounts.links import LinkGone, get_link_owner
from helpdesk.accounts.models import LinkPurpose
from helpdesk.accounts.pages import entered, form_page, see
from helpdesk.accounts.passwords import service
from helpdesk.accounts.passwords.forms import ChangePasswordForm, NewPasswordForm
from helpdesk.accounts.passwords.service import WeakPassword
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.rules import LINK_REQUESTS, PASSWORD_CHOICES, PASSWORD_TRIES
from helpdesk.accounts.sessions import this_device
from helpdesk.accounts.signing_in.forms import MailboxForm
from helpdesk.accounts.signing_in.service import mail_link
from helpdesk.accounts.signing_in.views import gone
from helpdesk.accounts.viewer import Viewer, signed_in_viewer
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import email_key
from helpdesk.web.headers import hide_referrer
from helpdesk.web.i18n import gettext as _


def forgot_password() -> Response:
    """Mail a link to set a new password; the answer is the same whether the mailbox is known or not."""
    form = MailboxForm()
    if not form.validate_on_submit():
        return form_page("accounts/forgot_password.html", form)
    account, now = email_key(form.email.data), clock.now()
    try:
        check_tries("reset", LINK_REQUESTS, account=account, client=client_key(request), now=now)
    except Refused as refusal:
        return form_page("accounts/forgot_password.html", form, refusal=refusal)
    mail_link(account, LinkPurpose.RESET, now=now)
    return make_response(render_template("accounts/link_sent.html", email=form.email.data))


def reset_password(token: str) -> Response:
    """Set a new password with the link that was mailed."""
    return _set_by_link(token, LinkPurpose.RESET)


def accept_invitation(token: str) -> Response:
    """Set the first password with the link of an invitation."""
    return _set_by_link(token, LinkPurpose.INVITATION)


def change_password() -> Response:
    """Change one's password; the old one is asked for."""
    viewer = signed_in_viewer()
    if get_person(viewer.id).password_hash is None:
        return see("accounts.forgot_password")
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return form_page("accounts/change_password.html", form)
    try:
        _change(viewer, form)
    except Refused as refusal:
        return _refused("accounts/change_password.html", form, refusal)
    flash(_("Votre mot de passe est changé. Vos autres sessions sont fermées."), "ok")
    return see("accounts.account")


def _change(viewer: Viewer, form: ChangePasswordForm) -> None:
    client, now = client_key(request), clock.now()
    check_tries("password", PASSWORD_TRIES, account=viewer.email, client=client, now=now)
    service.change_password(viewer, form.old.data, form.password.data, now=now)
    forgive("password", PASSWORD_TRIES, account=viewer.email, client=client, now=now)


def _set_by_link(token: str, purpose: LinkPurpose) -> Response:
    hide_referrer()
    form, now = NewPasswordForm(), clock.now()
    try:
        person = get_link_owner(token, purpose, now=now)
    except LinkGone as refusal:
        return gone(refusal, "accounts.forgot_password")
    about: dict[str, Any] = {
        "name": person.name,
        "email": person.email,
        "is_invitation": purpose is LinkPurpose.INVITATION,
    }
    if not form.validate_on_submit():
        return form_page("accounts/set_password.html", form, **about)
    try:
        _limit_choices(str(person.id), now=now)
        secret = service.set_password_by_link(token, purpose, form.password.data, this_device(), now=now)
    except LinkGone as refusal:
        return gone(refusal, "accounts.forgot_password")
    except Refused as refusal:
        return _refused("accounts/set_password.html", form, refusal, **about)
    response = entered(secret, "")
    flash(_("Votre mot de passe est enregistré."), "ok")
    return response


def _limit_choices(person: str, *, now: datetime) -> None:
    chosen = PASSWORD_CHOICES
    check_limit("password-choice", person, limit=chosen.limit, window=chosen.window, now=now)


def _refused(template: str, form: NewPasswordForm, refusal: Refused, **values: Any) -> Response:
    """Show a weak password's fault at its field, any other refusal above the form."""
    if not isinstance(refusal, WeakPassword):
        return form_page(template, form, refusal=refusal, **values)
    form.password.errors = [refusal.sentence]
    return form_page(template, form, **values)
