"""What outgoing mail shows on every page of those who run the service; `app.py` puts it there."""

from flask import render_template
from markupsafe import Markup

from helpdesk.outbox.gates import list_pauses
from helpdesk.outbox.labels import STOPPED


def stopped(_viewer: object) -> Markup:
    """Say which mails wait because somebody stopped them, who did and why; nothing when all leave."""
    pauses = list_pauses()
    if not pauses:
        return Markup("")
    return Markup(render_template("outbox/_stopped.html", pauses=pauses, stopped=STOPPED))  # noqa: S704 - ours
