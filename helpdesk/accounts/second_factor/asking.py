"""The pages that ask for a second factor which is still owed, with what was kept of a form that came too late."""

from typing import Any

import segno
from flask import Response, make_response, render_template
from markupsafe import Markup

from helpdesk.accounts.queries import get_person
from helpdesk.accounts.second_factor import service
from helpdesk.accounts.second_factor.forms import CodeForm, EnrolForm
from helpdesk.accounts.second_factor.rules import enrolment_uri, spaced
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings


def is_set_up(viewer: Viewer) -> bool:
    """Tell whether somebody has a second factor to give; who has none is to set one up."""
    return get_person(viewer.id).totp_confirmed_at is not None


def ask_factor(viewer: Viewer, *, next_page: str, kept: str) -> Response:
    """Ask in this very answer for what is owed: an address that led there could not carry what was `kept`."""
    if is_set_up(viewer):
        asked = CodeForm(formdata=None, next=next_page, kept=kept)
        return make_response(render_template("accounts/second_factor.html", form=asked))
    seed, sealed = service.offer_seed(viewer)
    form = EnrolForm(formdata=None, next=next_page, kept=kept, seed=sealed)
    del form.password
    return make_response(render_template("accounts/enrol.html", form=form, **drawn(viewer, seed)))


def drawn(viewer: Viewer, seed: str) -> dict[str, Any]:
    """Return a seed as the page of enrolment shows it: a picture, and letters to type."""
    address = enrolment_uri(seed, email=viewer.email, site=settings().site_name)
    drawing = segno.make(address, error="m").svg_inline(omitsize=True, border=4, dark="#000", light="#fff")
    # The drawing is made of our own numbers only.
    return {"picture": Markup(drawing), "seed": spaced(seed, 4)}  # noqa: S704
