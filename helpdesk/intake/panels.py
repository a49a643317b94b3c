"""What this feature shows on pages of lower ones; `app.py` puts each panel where it belongs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, render_template
from flask_wtf import FlaskForm
from markupsafe import Markup

from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.core import clock
from helpdesk.intake.labels import STATES, WHYS
from helpdesk.intake.queries import (
    MailboxStatus,
    count_open,
    count_unfiled,
    list_waiting_on,
    mailbox_status,
)
from helpdesk.intake.rules import State
from helpdesk.tickets.labels import topic_label
from helpdesk.tickets.models import Ticket

ASKED_EVERY = timedelta(seconds=30)
"""How often a process asks how the mailboxes stand, for the banner of every page."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """What was found wrong at an instant."""

    asked_at: datetime
    boxes: tuple[MailboxStatus, ...]
    unfiled: int


def alarms(viewer: Viewer) -> Markup:
    """Tell supervisors and operators, on every page of theirs, when mail does not come in as it should."""
    if not (viewer.has(Role.SUPERVISOR) or viewer.has(Role.SYSADMIN)):
        return Markup("")
    found = _alarms(clock.now())
    if not (found.boxes or found.unfiled):
        return Markup("")
    return Markup(render_template("intake/_alarms.html", alarms=found))  # noqa: S704 - ours


def mailboxes(now: datetime) -> Markup:
    """Show on the page of mail how each mailbox stands, and what waits for somebody."""
    rendered = render_template(
        "intake/_mailboxes.html",
        boxes=mailbox_status(now=now),
        counts=[(state, STATES[state], count) for state, count in count_open().items()],
        unfiled=count_unfiled(now=now),
    )
    return Markup(rendered)  # noqa: S704 - a template's own output


def _alarms(now: datetime) -> Alarms:
    """Return what is wrong, asked anew only after a while: the banner stands on every page."""
    kept: Alarms | None = current_app.extensions.get("intake_alarms")
    if kept is None or not kept.asked_at <= now < kept.asked_at + ASKED_EVERY:
        boxes = tuple(box for box in mailbox_status(now=now) if box.is_alarming)
        kept = current_app.extensions["intake_alarms"] = Alarms(now, boxes, count_unfiled(now=now))
    return kept


def for_agent(ticket: Ticket) -> Markup:
    """Show agents the mails that wait about a dossier, and what was guessed as long as it still holds."""
    mails = list_waiting_on(ticket.id)
    if not mails:
        return Markup("")
    rendered = render_template(
        "intake/_for_agent.html",
        ticket=ticket,
        form=FlaskForm(),
        whys=WHYS,
        held=[each for each in mails if each.state is State.TO_CHECK],
        guessed=[
            (each, topic_label(ticket.category, ticket.subcategory))
            for each in mails
            if each.guess and _still_holds(each.guess, ticket)
        ],
    )
    return Markup(rendered)  # noqa: S704 - a template's own output


def _still_holds(guess: dict[str, object], ticket: Ticket) -> bool:
    """Tell whether the dossier is still filed as it was guessed; who filed it anew has checked it."""
    return (guess.get("category"), guess.get("subcategory")) == (ticket.category, ticket.subcategory)
