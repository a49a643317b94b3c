"""« Mon compte »."""

from flask import Response, flash, request, url_for

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.limits import check_tries, forgive
from helpdesk.accounts.own_account import service
from helpdesk.accounts.own_account.forms import IdentityForm, ProfileForm
from helpdesk.accounts.pages import form_page, see
from helpdesk.accounts.queries import get_person, list_sessions
from helpdesk.accounts.rules import PASSWORD_TRIES, may_drop_second_factor
from helpdesk.accounts.second_factor.recovery import count_codes_left
from helpdesk.accounts.second_factor.views import codes_page
from helpdesk.accounts.signing_in.views import sign_out
from helpdesk.accounts.viewer import Viewer, signed_in_viewer
from helpdesk.config import Mode, settings
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import clean_text
from helpdesk.web.i18n import gettext as _
from helpdesk.web.panels import panels_for


def account() -> Response:
    """Show and change what a person says about themselves; list where they are signed in."""
    viewer = signed_in_viewer()
    person = get_person(viewer.id)
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        profile = service.Profile(form.name.data, form.lang.data, form.shortcuts.data)
        service.update_profile(viewer, profile)
        flash(_("Vos réglages sont enregistrés."), "ok")
        return see("accounts.account")
    sessions = list_sessions(viewer.id, now=clock.now())
    return form_page(
        "accounts/account.html",
        form,
        person=person,
        sessions=sessions,
        panels=panels_for("accounts.account", viewer),
    )


def end_session() -> Response:
    """End one of one's sessions; ending this one is signing out."""
    viewer = signed_in_viewer()
    chosen = clean_text(request.form.get("session", ""))
    if chosen == viewer.session_hash:
        return sign_out()
    service.end_own_session(viewer, chosen)
    flash(_("La session est fermée."), "ok")
    return see("accounts.account")


def end_other_sessions() -> Response:
    """Sign out everywhere else."""
    service.end_other_sessions(signed_in_viewer())
    flash(_("Toutes vos autres sessions sont fermées."), "ok")
    return see("accounts.account")


def factor() -> Response:
    """Show the state of the second factor; renew the recovery codes, or do without it."""
    viewer = signed_in_viewer()
    person, form = get_person(viewer.id), IdentityForm()
    if person.password_hash is None:
        del form.password
    refusal = None
    if form.validate_on_submit():
        try:
            return _change_factor(viewer, form)
        except Refused as refused:
            refusal = refused
    return form_page(
        "accounts/factor.html",
        form,
        refusal=refusal,
        is_set_up=person.totp_confirmed_at is not None,
        codes_left=count_codes_left(viewer.id),
        may_drop=may_drop_second_factor(viewer.roles, demo=settings().mode is Mode.DEMO),
    )


def _change_factor(viewer: Viewer, form: IdentityForm) -> Response:
    password = form.password.data if "password" in form else ""
    client, now = client_key(request), clock.now()
    check_tries("password", PASSWORD_TRIES, account=viewer.email, client=client, now=now)
    if request.form.get("act") == "drop":
        service.drop_own_second_factor(viewer, password, now=now)
        flash(_("Le second facteur est retiré."), "ok")
        response = see("accounts.factor")
    else:
        codes = service.renew_own_recovery_codes(viewer, password, now=now)
        response = codes_page(codes, url_for("accounts.factor"))
    forgive("password", PASSWORD_TRIES, account=viewer.email, client=client, now=now)
    return response
