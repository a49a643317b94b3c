"""What the agents' pages show: the draft with its guard and its two renderings, and one escalation."""

from dataclasses import replace
from datetime import date

from flask import render_template, url_for

from helpdesk.core.clock import local, now
from helpdesk.escalation.dossier.material import Material, Words
from helpdesk.escalation.dossier.rules import from_json
from helpdesk.escalation.dossier.service import brief_of, draft, material_of
from helpdesk.escalation.grounds.rules import Missing
from helpdesk.escalation.grounds.service import Look, look_at_one
from helpdesk.escalation.labels import MISSING, MOVES, STATE_LOOKS, ground_sentence, state_label
from helpdesk.escalation.models import Escalation, EscalationCopy
from helpdesk.escalation.progress import stages
from helpdesk.escalation.queries import list_copies, list_links, list_redirects, list_steps
from helpdesk.escalation.rules import State
from helpdesk.escalation.sending.service import merged_grounds, missing_for
from helpdesk.escalation.work.forms import ConfirmForm, DismissForm, RevokeForm, data_of
from helpdesk.escalation.work.queries import Tab
from helpdesk.outbox.labels import REASONS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE
from helpdesk.tickets.severity.labels import severity_label
from helpdesk.web.i18n import gettext as _

SHOWN_GUARDS = (Missing.SEVERITY, Missing.ATTEMPT, Missing.SAME_INCIDENT, Missing.CONFIRMATION)


def look_now(ticket: Ticket) -> Look:
    """Return how the dossier stands now."""
    return look_at_one(ticket, now=now())


def is_sent(look: Look) -> bool:
    """Say whether an escalation is under way, so that no other may be begun."""
    return look.pending is not None and look.pending.state is not State.PROPOSED


def is_open_proposal(escalation: Escalation) -> bool:
    """Say whether the escalation still waits to be confirmed or dismissed."""
    return escalation.state is State.PROPOSED


def tabs(current: Tab) -> list[tuple[str, str, bool]]:
    """Return the lists as tabs."""
    words = {Tab.PROPOSED: _("À confirmer"), Tab.WAITING: _("En attente"), Tab.SETTLED: _("Terminées")}
    return [(words[tab], url_for("escalation.index", vue=tab.value), tab is current) for tab in Tab]


def fresh_form(ticket: Ticket, look: Look) -> ConfirmForm:
    """Return the form filled with what was written already, else with the draft."""
    drafted = draft(_material(ticket, look))
    form = ConfirmForm(formdata=None, data=data_of(_written(look, drafted)))
    form.show_now(look.pending.version if look.pending else 0)
    return form


def typed_form() -> ConfirmForm:
    """Return the form as it was submitted."""
    form = ConfirmForm()
    form.today = local(now()).date()
    return form


def draft_page(
    ticket: Ticket,
    look: Look,
    form: ConfirmForm,
    *,
    is_preview: bool = False,
    dismissing: DismissForm | None = None,
) -> str:
    """Render the text to confirm; `dismissing` is a dismissal that was refused."""
    grounds = merged_grounds(look.pending, look.found)
    words = form.words()
    missing = missing_for(ticket, look, words, confirmed=bool(form.confirmed.data))
    brief = brief_of(_material(ticket, look), words, grounds)
    return render_template(
        "escalation/work/new.html",
        ticket=ticket,
        severity=(ticket.severity.value, severity_label(ticket.severity)),
        proposal=look.pending,
        is_over=ticket.status not in ACTIVE,
        grounds=[ground_sentence(each) for each in grounds],
        guards=[(*MISSING[each], each in missing) for each in SHOWN_GUARDS],
        form=form,
        rows=list(form.asks),
        # Words of the draft are nobody's yet: what the browser kept of an earlier visit goes before them.
        prefilled={} if form.is_submitted() else {"data-prefilled": ""},
        brief=brief,
        is_preview=is_preview,
        dismiss_form=_dismissing(look, dismissing),
        was_dismissed=dismissing is not None,
        past=[each for each in look.past if each is not look.pending],
        state_label=state_label,
    )


def escalation_page(escalation: Escalation, ticket: Ticket) -> str:
    """Render one escalation that was sent, or dismissed."""
    steps = list_steps(escalation.id)
    return render_template(
        "escalation/work/show.html",
        escalation=escalation,
        ticket=ticket,
        state=state_label(escalation.state),
        look=STATE_LOOKS[escalation.state],
        stages=stages(escalation, steps),
        grounds=[ground_sentence(each) for each in escalation.grounds],
        steps=steps,
        moves=MOVES,
        copies=[_shown(copy) for copy in list_copies(escalation.id)],
        links=list_links(escalation.id),
        redirects=list_redirects(escalation.id),
        reasons=REASONS,
        at=now(),
        revoke_form=RevokeForm(formdata=None),
    )


def _material(ticket: Ticket, look: Look) -> Material:
    return material_of(ticket, merged_grounds(look.pending, look.found), now=now())


def _written(look: Look, drafted: Words) -> Words:
    pending = look.pending
    if pending is None or not pending.summary:
        return drafted
    asks = tuple((each["text"], date.fromisoformat(each["by"])) for each in pending.asks)
    return replace(
        drafted,
        summary=pending.summary,
        asks=asks or drafted.asks,
        tried=pending.tried,
        untried_because=pending.untried_because,
    )


def _dismissing(look: Look, refused: DismissForm | None) -> DismissForm | None:
    if look.pending is None:
        return None
    if refused is not None:
        return refused
    form = DismissForm(formdata=None, prefix="dismiss")
    form.show_now(look.pending.version)
    return form


def _shown(copy: EscalationCopy) -> dict[str, object]:
    return {
        "subject": copy.subject,
        "text": copy.text,
        "sha256": copy.sha256,
        "sent_at": copy.sent_at,
        "internal": from_json(copy.sections, "internal"),
    }
