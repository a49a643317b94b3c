"""What this feature shows on the pages of dossiers; `app.py` puts each panel where it belongs."""

from flask import render_template
from markupsafe import Markup

from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.escalation.asking.forms import AskForm
from helpdesk.escalation.labels import STATE_LOOKS, ground_sentence, member_state_label, state_label
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.queries import find_latest, list_unreached
from helpdesk.escalation.rules import PENDING, State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE

UNREACHED_SHOWN = 20


def for_agent(ticket: Ticket) -> Markup:
    """Show agents what is proposed, or where the last escalation stands; nothing when there is none."""
    latest = find_latest(ticket.id)
    if latest is None or latest.state is State.DISMISSED:
        return Markup("")
    if latest.state is State.PROPOSED and ticket.status not in ACTIVE:
        return Markup("")
    rendered = render_template(
        "escalation/_for_agent.html",
        escalation=latest,
        ticket=ticket,
        state=state_label(latest.state),
        look=STATE_LOOKS[latest.state],
        is_proposal=latest.state is State.PROPOSED,
        grounds=[ground_sentence(each) for each in latest.grounds],
    )
    return Markup(rendered)  # noqa: S704 - a template's own output


def unreached(viewer: Viewer) -> Markup:
    """Tell supervisors, on every page of theirs, which escalations the administration may know nothing of."""
    found = list_unreached(limit=UNREACHED_SHOWN) if viewer.has(Role.SUPERVISOR) else ()
    if not found:
        return Markup("")
    return Markup(render_template("escalation/_unreached.html", escalations=found))  # noqa: S704 - ours


def for_member(ticket: Ticket) -> Markup:
    """Show the member where their request stands, in plain words, and the form to ask."""
    latest = find_latest(ticket.id)
    shown = latest if latest is not None and _is_told(latest) else None
    may_ask = ticket.status in ACTIVE and not (shown and shown.state in PENDING)
    if shown is None and not may_ask:
        return Markup("")
    rendered = render_template(
        "escalation/_for_member.html",
        ticket=ticket,
        sentence=member_state_label(shown.state) if shown else "",
        form=AskForm(formdata=None) if may_ask else None,
    )
    return Markup(rendered)  # noqa: S704 - a template's own output


def _is_told(escalation: Escalation) -> bool:
    """Say whether the member hears of it: once it was sent, or when they asked themselves."""
    return escalation.asked_by_member or escalation.sent_at is not None
