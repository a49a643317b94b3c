"""Pages of the second factor, for who has just given a password or a link, and for who wants one."""

from typing import Any

import segno
from flask import Response, make_response, render_template, request, url_for
from markupsafe import Markup

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.identity import confirm_identity
from helpdesk.accounts.limits import check_tries, forgive
from helpdesk.accounts.pages import entered, form_page, see
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.rules import CODE_TRIES, PASSWORD_TRIES
from helpdesk.accounts.second_factor import service
from helpdesk.accounts.second_factor.forms import CodeForm, EnrolForm, RecoveryForm
from helpdesk.accounts.second_factor.rules import enrolment_uri, spaced
from helpdesk.accounts.sessions import set_cookie, this_device
from helpdesk.accounts.signing_in.views import safe_next
from helpdesk.accounts.viewer import Viewer, current_viewer, pending_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.web.i18n import gettext as _


def second_factor() -> Response:
    """Ask for the six digits; lead who has no second factor yet to set one up."""
    viewer = pending_viewer()
    if viewer is None:
        return see("accounts.sign_in", next=safe_next() or None)
    if get_person(viewer.id).totp_confirmed_at is None:
        return see("accounts.enrol", next=safe_next() or None)
    return _challenge(viewer, CodeForm(next=safe_next()), "accounts/second_factor.html")


def recovery_code() -> Response:
    """Ask for a recovery code instead."""
    viewer = pending_viewer()
    if viewer is None:
        return see("accounts.sign_in", next=safe_next() or None)
    return _challenge(viewer, RecoveryForm(next=safe_next()), "accounts/recovery_code.html")


def enrol() -> Response:
    """Show the QR code, then take the first six digits and show the recovery codes."""
    viewer = current_viewer() or pending_viewer()
    if viewer is None:
        return see("accounts.sign_in", next=url_for("accounts.enrol"))
    person = get_person(viewer.id)
    if viewer.needs_second_factor and person.totp_confirmed_at is not None:
        return see("accounts.second_factor", next=safe_next() or None)
    form = EnrolForm(next=safe_next())
    if viewer.needs_second_factor or person.password_hash is None:
        del form.password
    return _enrol(viewer, form)


def _challenge(viewer: Viewer, form: CodeForm | RecoveryForm, template: str) -> Response:
    if not form.validate_on_submit():
        return form_page(template, form)
    now, who = clock.now(), {"account": str(viewer.id), "client": client_key(request)}
    give = service.give_code if isinstance(form, CodeForm) else service.give_recovery_code
    try:
        check_tries("code", CODE_TRIES, now=now, **who)
        secret = give(viewer, form.code.data, this_device(), now=now)
    except Refused as refusal:
        return form_page(template, form, refusal=refusal)
    forgive("code", CODE_TRIES, now=now, **who)
    return entered(secret, safe_next(form.next.data), kept=form.kept.data or "")


def _enrol(viewer: Viewer, form: EnrolForm) -> Response:
    seed = service.read_offered_seed(viewer, form.seed.data or "")
    if seed is None:
        seed, form.seed.data = service.offer_seed(viewer)
        if form.is_submitted():
            return _seed_page(
                viewer, form, seed, Refused(_("Cette page avait expiré : scannez le nouveau code."))
            )
    if not form.validate_on_submit():
        return _seed_page(viewer, form, seed)
    try:
        enrolled = _confirmed_enrolment(viewer, form, seed)
    except Refused as refusal:
        return _seed_page(viewer, form, seed, refusal)
    response = codes_page(enrolled.recovery_codes, "accounts.sign_in", next=safe_next(form.next.data) or None)
    set_cookie(response, enrolled.session_secret)
    return response


def _confirmed_enrolment(viewer: Viewer, form: EnrolForm, seed: str) -> service.Enrolled:
    now, client = clock.now(), client_key(request)
    check_tries("code", CODE_TRIES, account=str(viewer.id), client=client, now=now)
    if not viewer.needs_second_factor:
        check_tries("password", PASSWORD_TRIES, account=viewer.email, client=client, now=now)
        confirm_identity(viewer, form.password.data if "password" in form else "", now=now)
        forgive("password", PASSWORD_TRIES, account=viewer.email, client=client, now=now)
    enrolled = service.enrol(viewer, seed, form.code.data, this_device(), now=now)
    forgive("code", CODE_TRIES, account=str(viewer.id), client=client, now=now)
    return enrolled


def _seed_page(viewer: Viewer, form: EnrolForm, seed: str, refusal: Refused | None = None) -> Response:
    address = enrolment_uri(seed, email=viewer.email, site=settings().site_name)
    drawing = segno.make(address, error="m").svg_inline(omitsize=True, border=4, dark="#000", light="#fff")
    # The drawing is made of our own numbers only.
    picture = Markup(drawing)  # noqa: S704
    return form_page("accounts/enrol.html", form, refusal=refusal, picture=picture, seed=spaced(seed, 4))


def codes_page(codes: list[str], next_endpoint: str, **values: Any) -> Response:
    """Show recovery codes, this once, and the way on."""
    shown, next_url = [spaced(code, 5) for code in codes], url_for(next_endpoint, **values)
    return make_response(render_template("accounts/recovery_codes.html", codes=shown, next_url=next_url))
