"""What agents do to a dossier from its page: each view reads a form, calls one use case, and returns.

When somebody changed the dossier meanwhile, nothing is done: the page shows what arrived, above what
was typed, ready to be sent again.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.masking import Kind
from helpdesk.tickets.files.service import keep_uploads
from helpdesk.tickets.rules import Action, EntryKind
from helpdesk.tickets.work.assigning import assign as assign_dossier
from helpdesk.tickets.work.calls import log_call
from helpdesk.tickets.work.dossier.history import shown_lines
from helpdesk.tickets.work.dossier.page import Composed, dossier_page, read_choice, ticket_of
from helpdesk.tickets.work.dossier.queries import list_lines
from helpdesk.tickets.work.duty import Duty, current_duty
from helpdesk.tickets.work.facts import known_of, learn
from helpdesk.tickets.work.facts_form import FactsForm
from helpdesk.tickets.work.filing import refile
from helpdesk.tickets.work.forms import (
    CallForm,
    FileUnderForm,
    ReplyForm,
    RequesterForm,
    SeverityForm,
)
from helpdesk.tickets.work.holding import Seen
from helpdesk.tickets.work.judging import change_severity
from helpdesk.tickets.work.lost import gives_back_what_was_typed
from helpdesk.tickets.work.moves import PLAIN_MOVES, move
from helpdesk.tickets.work.replies import Draft, Then, send
from helpdesk.tickets.work.requester import correct_requester, requester_of
from helpdesk.tickets.work.resending import sent_so
from helpdesk.tickets.work.taking_back import take_back as take_resolution_back
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.uploads import takes_files

Answer = str | Response | tuple[str, int]

LARGEST_NUMBER = 2**31 - 1
NOT_KEPT = frozenset({"csrf_token", "version", "seen"})
"""Fields that a form sent again must have anew."""

WRITTEN = frozenset({"body", "note", "reason"})
"""Fields in which somebody wrote: shown again to be read over, the others are carried along unseen."""


@takes_files
@gives_back_what_was_typed
def reply(reference: str) -> Answer:
    """Send a reply to the member, or leave a note."""
    duty, form = current_duty(), ReplyForm()
    if not form.validate_on_submit():
        return _composer(
            duty,
            reference,
            form,
            " ".join([*form.form_errors, *(str(error) for field in form for error in field.errors)]),
        )
    try:
        files = keep_uploads(request.files.getlist("files"))
        kind = EntryKind(form.kind.data)
        draft = Draft(body=form.body.data, kind=kind, then=Then(form.then.data), files=files)
        masked = send(_seen(duty, reference), draft, now=duty.moment.now)
    except Stale:
        return _stale(duty, reference)
    except Refused as refusal:
        return _composer(duty, reference, form, refusal.sentence, refusal.status)
    flash(f"dossier-{reference}", "draft")
    _say_masked(masked)
    return _back(reference, _("Réponse envoyée.") if kind is EntryKind.REPLY else _("Note enregistrée."))


def act(reference: str, action: str) -> Answer:
    """Take, wait, resume, resolve or reopen; the page itself says that a dossier is resolved, with « Annuler »."""
    duty = current_duty()
    if action not in set(PLAIN_MOVES):
        raise NotFound
    said = {Action.TAKE: _("Dossier pris en charge."), Action.RESOLVE: ""}.get(
        Action(action), _("C’est fait.")
    )
    return _done(duty, reference, lambda seen: move(seen, Action(action), now=duty.moment.now), said)


def take_back(reference: str) -> Answer:
    """Let a dossier just resolved be as it was."""
    duty = current_duty()
    return _done(
        duty,
        reference,
        lambda seen: take_resolution_back(seen, now=duty.moment.now),
        _("C’est annulé : le dossier est comme avant, aucun courriel n’est parti."),
    )


def assign(reference: str) -> Answer:
    """Give the dossier to a colleague or to a desk."""
    duty = current_duty()
    desk_id, assignee_id = read_choice(request.form.get("to", ""), duty.directory)
    return _done(
        duty,
        reference,
        lambda seen: assign_dossier(seen, desk_id=desk_id, assignee_id=assignee_id, now=duty.moment.now),
        _("Dossier confié."),
    )


@gives_back_what_was_typed
def severity(reference: str) -> Answer:
    """Change the severity."""
    duty, form = current_duty(), SeverityForm()
    if request.method == "GET":
        form.severity.data = ticket_of(duty, reference).severity

    def change(seen: Seen) -> None:
        change_severity(seen, form.chosen, reason=form.reason.data or "", now=duty.moment.now)

    return _with_form(duty, reference, form, change, _("Changer la gravité"), _("Gravité changée."))


@gives_back_what_was_typed
def call(reference: str) -> Answer:
    """Write down a telephone call."""
    duty, form = current_duty(), CallForm()

    def log(seen: Seen) -> None:
        _say_masked(log_call(seen, form.ended, note=form.note.data or "", now=duty.moment.now))

    return _with_form(duty, reference, form, log, _("Noter un appel"), _("Appel noté."))


def facts(reference: str) -> Answer:
    """Show what is known of the malfunction, and take what was learnt."""
    duty = current_duty()
    form = FactsForm(today=local(duty.moment.now).date())
    if request.method == "GET":
        form.show(known_of(ticket_of(duty, reference)))

    def keep(seen: Seen) -> None:
        learn(seen, form.known(), now=duty.moment.now)

    return _with_form(duty, reference, form, keep, _("Faits du dossier"), _("Faits enregistrés."))


def file_under(reference: str) -> Answer:
    """Show what the dossier is about, and change it."""
    duty, form = current_duty(), FileUnderForm()
    if request.method == "GET":
        ticket = ticket_of(duty, reference)
        form.topic.data = "/".join(filter(None, [ticket.category, ticket.subcategory]))

    def file(seen: Seen) -> None:
        refile(seen, *form.chosen, reroute=form.reroute.data, now=duty.moment.now)

    return _with_form(duty, reference, form, file, _("Classer le dossier"), _("Dossier classé."))


@gives_back_what_was_typed
def requester(reference: str) -> Answer:
    """Show who asks and how to reach them, and correct it."""
    duty, form = current_duty(), RequesterForm()
    if request.method == "GET":
        form.show(requester_of(ticket_of(duty, reference)))

    def correct(seen: Seen) -> None:
        _say_masked(correct_requester(seen, form.requester(), now=duty.moment.now))

    return _with_form(
        duty, reference, form, correct, _("Coordonnées de l’adhérent"), _("Coordonnées corrigées.")
    )


def _with_form(
    duty: Duty, reference: str, form: Form, use_case: Callable[[Seen], None], title: str, done: str
) -> Answer:
    if not form.validate_on_submit():
        return _form_page(duty, reference, form, title), 422 if form.errors else 200
    try:
        return _done(duty, reference, use_case, done)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _form_page(duty, reference, form, title), refusal.status


def _done(duty: Duty, reference: str, use_case: Callable[[Seen], None], done: str) -> Answer:
    try:
        use_case(_seen(duty, reference))
    except Stale:
        return _stale(duty, reference)
    return _back(reference, done)


def _seen(duty: Duty, reference: str) -> Seen:
    numbers = [request.form.get(name, type=int) for name in ("version", "seen")]
    version, last_line = (
        number if number is not None and 0 <= number <= LARGEST_NUMBER else abort(400) for number in numbers
    )
    return Seen(reference=reference, viewer=duty.viewer, version=version, last_line=last_line)


def _back(reference: str, words: str) -> Response:
    if words:
        flash(words, "ok")
    try:
        ticket_of(current_duty(), reference)
    except NotFound:
        # A discreet dossier given to another desk is out of the giver's sight.
        return redirect(url_for("desk.inbox"))
    return redirect(url_for("desk.show", reference=reference))


def _say_masked(masked: frozenset[Kind]) -> None:
    if masked:
        flash(
            _("Un numéro de compte, de carte ou de sécurité sociale a été masqué avant l’enregistrement."),
            "info",
        )


def _composer(duty: Duty, reference: str, form: ReplyForm, error: str, status: int = 422) -> tuple[str, int]:
    kind = (
        EntryKind(form.kind.data) if form.kind.data in {EntryKind.REPLY, EntryKind.NOTE} else EntryKind.REPLY
    )
    composed = Composed(body=form.body.data or "", kind=kind, error=error)
    page = dossier_page(duty, reference, composed=composed)
    return render_template("tickets/work/show.html", **page), status


def _form_page(duty: Duty, reference: str, form: Form, title: str) -> str:
    ticket = ticket_of(duty, reference)
    lines = list_lines(ticket.id, limit=1)
    return render_template(
        f"tickets/work/{'facts' if isinstance(form, FactsForm) else 'form'}.html",
        ticket=ticket,
        form=form,
        heading=title,
        last_line=lines[-1].id if lines else 0,
    )


def _stale(duty: Duty, reference: str) -> tuple[str, int]:
    ticket = ticket_of(duty, reference)
    seen = request.form.get("seen", type=int)
    lines = shown_lines(list_lines(ticket.id, after=seen or 0), ticket)
    kept = MultiDict((name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT)
    context: dict[str, Any] = {
        "ticket": ticket,
        "lines": lines,
        "last_line": max([line.id for line in lines], default=seen or 0),
        "carried": [(name, value) for name, value in kept.items(multi=True) if name not in WRITTEN],
        "written": [(name, value) for name, value in kept.items(multi=True) if name in WRITTEN],
        **sent_so(request.form.get("kind", ""), request.form.get("then", "")),
        "had_files": any(upload.filename for upload in request.files.getlist("files")),
    }
    return render_template("tickets/work/stale.html", **context), 409
