"""Reading what a form of a checklist asks: to do a step with its statements, or to take it back."""

from datetime import datetime

from flask import flash, request

from helpdesk.activation import service
from helpdesk.activation.service import By, Spot
from helpdesk.web.i18n import gettext as _


def change(spot: Spot, by: By, *, now: datetime) -> None:
    """Do or undo a step as the form says, and say so on the next page; raises Refused."""
    if request.form.get("act") == "undo":
        if service.undo_step(spot, by, now=now):
            flash(_("L’étape est de nouveau à faire."), "info")
    elif service.do_step(spot, by, stated=_stated(), now=now):
        flash(_("C’est noté : étape faite."), "ok")


def _stated() -> set[int]:
    """Return the numbers of the statements that were ticked."""
    sent = request.form.getlist("stated")[:20]
    return {int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 3}
