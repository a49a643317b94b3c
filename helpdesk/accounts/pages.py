"""Pages with a form: 200 when it is shown, 422 when what was typed is refused, 429 when tried too often."""

from typing import Any

from flask import Response, g, make_response, redirect, render_template, session, url_for

from helpdesk.accounts.second_factor.asking import ask_factor
from helpdesk.accounts.sessions import find_viewer, set_cookie
from helpdesk.core import clock
from helpdesk.core.errors import Refused, TooMany
from helpdesk.web.again import Pairs, carrying_page, packed, unpacked
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _


def form_page(template: str, form: Form, *, refusal: Refused | None = None, **values: Any) -> Response:
    """Render a form; a `refusal` of the use case stands above it with its own status."""
    if refusal is not None:
        form.form_errors.append(refusal.sentence)
    status = refusal.status if refusal else 422 if form.errors else 200
    response = make_response(render_template(template, form=form, **values), status)
    if isinstance(refusal, TooMany) and refusal.retry_after:
        response.headers["Retry-After"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return response


def see(endpoint: str, **values: Any) -> Response:
    """Go on to another page after a form, by GET."""
    return make_response(redirect(url_for(endpoint, **values), 303))


def entered(token: str, next_page: str, *, kept: str = "") -> Response:
    """Give the browser its new session and lead on; whatever it kept as a stranger is forgotten.

    What was `kept` of a form that came too late is carried to `next_page`, its address; by way of the second
    factor when that is still owed.
    """
    session.clear()
    # The token of forms is remembered for the length of a request, and went with the session.
    g.pop("csrf_token", None)
    fields = unpacked(kept) if next_page else []
    response = (
        _further(token, next_page, fields) if fields else see("accounts.sign_in", next=next_page or None)
    )
    set_cookie(response, token)
    return response


def _further(token: str, next_page: str, fields: Pairs) -> Response:
    viewer = find_viewer(token, now=clock.now())
    if viewer is not None and viewer.needs_second_factor:
        return ask_factor(viewer, next_page=next_page, kept=packed(fields))
    return carried_on(next_page, fields)


def carried_on(next_page: str, fields: Pairs) -> Response:
    """Give who is wholly signed in their form back, behind a button."""
    return carrying_page(
        200,
        _(
            "Rien n’a été envoyé pendant votre absence. Retrouvez votre formulaire tel que vous l’aviez rempli."
        ),
        title=_("Vous êtes de nouveau connecté"),
        address=next_page,
        pairs=fields,
        shows=True,
    )
