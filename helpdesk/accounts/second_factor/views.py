"""Pages of the second factor, for who has just given a password or a link, and for who wants one."""

from collections.abc import Sequence

from flask import Response, make_response, render_template, request, url_for

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.identity import confirm_identity
from helpdesk.accounts.limits import check_tries, forgive
from helpdesk.accounts.pages import carried_on, entered, form_page, see
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.rules import CODE_TRIES, PASSWORD_TRIES
from helpdesk.accounts.second_factor import service
from helpdesk.accounts.second_factor.asking import ask_factor, drawn, is_set_up
from helpdesk.accounts.second_factor.forms import CodeForm, EnrolForm, RecoveryForm
from helpdesk.accounts.second_factor.rules import spaced
from helpdesk.accounts.sessions import set_cookie, this_device
from helpdesk.accounts.signing_in.forms import SignInForm
from helpdesk.accounts.signing_in.views import safe_next
from helpdesk.accounts.viewer import Viewer, current_viewer, pending_viewer
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.web.again import AGAIN, unpacked
from helpdesk.web.i18n import gettext as _


def second_factor() -> Response:
    """Ask for the six digits; lead who has no second factor yet to set one up."""
    viewer = pending_viewer()
    if viewer is None:
        return _from_the_start()
    if not is_set_up(viewer):
        return _other_step(viewer, "accounts.enrol")
    return _challenge(viewer, CodeForm(next=safe_next()), "accounts/second_factor.html")


def recovery_code() -> Response:
    """Ask for a recovery code instead."""
    viewer = pending_viewer()
    if viewer is None:
        return _from_the_start()
    return _challenge(viewer, RecoveryForm(next=safe_next()), "accounts/recovery_code.html")


def enrol() -> Response:
    """Show the QR code, then take the first six digits and show the recovery codes."""
    viewer = current_viewer() or pending_viewer()
    if viewer is None:
        return _from_the_start() if _brought()[1] else see("accounts.sign_in", next=url_for("accounts.enrol"))
    person = get_person(viewer.id)
    if viewer.needs_second_factor and person.totp_confirmed_at is not None:
        return _other_step(viewer, "accounts.second_factor")
    if person.totp_confirmed_at is not None and _is_from_before(viewer):
        return _from_the_start()
    form = EnrolForm(next=safe_next())
    if viewer.needs_second_factor or person.password_hash is None:
        del form.password
    return _enrol(viewer, form)


def _is_from_before(viewer: Viewer) -> bool:
    """Tell whether the page that is sent was offered to another session: what was set up since is not replaced."""
    sealed = request.form.get("seed", "")
    return request.method == "POST" and service.read_offered_seed(viewer, sealed) is None


def _brought() -> tuple[str, str]:
    """Return where to go once signed in, and what is kept for it, from the form or the address."""
    return safe_next(request.form.get("next")), request.form.get("kept", "")


def _other_step(viewer: Viewer, endpoint: str) -> Response:
    """Go on to what somebody owes instead: to its own address, unless something is kept."""
    next_page, kept = _brought()
    return (
        ask_factor(viewer, next_page=next_page, kept=kept) if kept else see(endpoint, next=next_page or None)
    )


def _from_the_start() -> Response:
    """Lead who owes no second factor, or no longer, to where they stand; what is kept goes along."""
    next_page, kept = _brought()
    fields = unpacked(kept) if next_page else []
    if not fields:
        return see("accounts.sign_in", next=next_page or None)
    if current_viewer():
        return carried_on(next_page, fields)
    return form_page("accounts/sign_in.html", SignInForm(formdata=None, next=next_page, kept=kept))


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
    next_page = safe_next(form.next.data)
    fields = unpacked(form.kept.data or "") if next_page else []
    onward = next_page if fields else url_for("accounts.sign_in", next=next_page or None)
    response = codes_page(enrolled.recovery_codes, onward, carried=fields)
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
    return form_page("accounts/enrol.html", form, refusal=refusal, **drawn(viewer, seed))


def codes_page(codes: list[str], next_url: str, *, carried: Sequence[tuple[str, str]] = ()) -> Response:
    """Show recovery codes, this once, and the way on; fields that are `carried` there ask for their form again."""
    page = render_template(
        "accounts/recovery_codes.html",
        codes=[spaced(code, 5) for code in codes],
        next_url=next_url,
        hidden=carried,
        again=AGAIN,
    )
    return make_response(page)
