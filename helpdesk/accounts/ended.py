"""A form that was sent after its session had ended: asked to sign in, with what was written carried along."""

from flask import Response, make_response, render_template, request

from helpdesk.accounts.second_factor.asking import is_set_up
from helpdesk.accounts.second_factor.forms import CodeForm
from helpdesk.accounts.signing_in.forms import SignInForm
from helpdesk.accounts.signing_in.rules import is_local_path
from helpdesk.accounts.viewer import pending_viewer
from helpdesk.web.again import fitting, packed, sent_fields, sent_files
from helpdesk.web.csrf import is_same_origin

UNDONE = 422
"""As any form that was not taken: « forbidden » would say more about the page than strangers should know."""


def is_sent_form() -> bool:
    """Tell whether somebody pressed a button on a page of ours, and looks at the answer."""
    if request.method != "POST" or not is_same_origin():
        return False
    looked_at = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return looked_at and "HX-Request" not in request.headers


def session_ended(address: str) -> Response:
    """Ask to sign in, or for the second factor, and keep what was sent to `address`; nothing is done."""
    fits, too_long = fitting(sent_fields())
    pending = pending_viewer()
    form = (SignInForm if pending is None else CodeForm)(
        formdata=None, next=address if is_local_path(address) else "", kept=packed(fits)
    )
    page = render_template(
        "accounts/session_ended.html",
        form=form,
        pending=pending is not None,
        is_set_up=pending is not None and is_set_up(pending),
        kept_something=any(value.strip() for _name, value in fits),
        too_long=[value for _name, value in too_long],
        had_files=sent_files(),
    )
    return make_response(page, UNDONE)
