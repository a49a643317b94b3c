"""What is done with a text besides writing in it: its steps, its history, its conflicts."""

from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import AnyRow
from helpdesk.faq.writing import amending, files, holding, queries, service
from helpdesk.faq.writing.dependents import translations_of
from helpdesk.faq.writing.differences import difference
from helpdesk.faq.writing.editing import open_row, text_paper
from helpdesk.faq.writing.forms import ConflictForm, StepForm
from helpdesk.faq.writing.holding import Step
from helpdesk.faq.writing.labels import ACTS_DONE, EVENTS
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Act, Event
from helpdesk.faq.writing.splitting import split
from helpdesk.faq.writing.texts import hash_of
from helpdesk.faq.writing.views import Page, bp
from helpdesk.web.i18n import gettext as _

BLUEPRINTS = (bp,)

bp.add_url_rule("/fichiers", view_func=files.upload, methods=["POST"])
bp.add_url_rule("/decouper", view_func=split, methods=["GET", "POST"])

STEPS: Mapping[Act, Callable[[int, Step], None]] = {
    Act.SUBMIT: service.submit,
    Act.SEND_BACK: service.send_back,
    Act.PUBLISH: service.publish,
    Act.UNSCHEDULE: service.unschedule,
}


@bp.post("/<int:manuscript_id>/etapes")
def step(manuscript_id: int) -> Response:
    """Take a text one step further, or back; a refusal is said on its page."""
    form = StepForm()
    act = form.act.data if form.validate() else ""
    if act not in set(Act) or act == Act.SAVE:
        raise NotFound
    said = (form.note.data or "", form.translates.data or "")
    taken = Step(signed_in_viewer(), form.seen(), clock.now(), *said)
    try:
        if act == Act.SCHEDULE:
            _schedule(manuscript_id, taken, form)
        elif act == Act.ARCHIVE:
            service.archive(manuscript_id, taken, with_translations="with_translations" in request.form)
        else:
            STEPS[Act(act)](manuscript_id, taken)
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash(str(ACTS_DONE[Act(act)]), "ok")
    return redirect(url_for(".edit", manuscript_id=manuscript_id))


@bp.post("/promesses/<slug>/tenue")
def keep_promise(slug: str) -> Response:
    """Note that what an article promised is there: those who wait are told."""
    try:
        is_public = amending.keep_promise(slug, by=signed_in_viewer(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash(
            _("C’est noté : ceux qui attendent sont prévenus.")
            if is_public
            else _(
                "C’est noté et proposé à la relecture : ceux qui attendent sont prévenus à la publication."
            ),
            "ok",
        )
    return redirect(url_for("faq.promises"))


@bp.post("/<int:manuscript_id>/traduction-revue")
def look_over(manuscript_id: int) -> Response:
    """Note that a public translation needs no other word to follow its original."""
    form = StepForm()
    mark = form.translates.data if form.validate() else ""
    try:
        amending.mark_looked_over(manuscript_id, mark or "", by=signed_in_viewer(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash(_("C’est noté : la traduction suit le français d’aujourd’hui."), "ok")
    return redirect(url_for(".edit", manuscript_id=manuscript_id))


def _schedule(manuscript_id: int, taken: Step, form: StepForm) -> None:
    if form.at.data is None:
        raise Refused(_("Donnez le jour et l’heure de la publication."))
    service.schedule(manuscript_id, taken, at=form.at.data.replace(tzinfo=settings().zone))


@bp.get("/<int:manuscript_id>/versions")
def versions(manuscript_id: int) -> str:
    """List the history of a text, and show what one version changed from the one before, or from another."""
    row = holding.get(manuscript_id)
    lines = queries.list_revisions(manuscript_id)
    numbers = [line.number for line in lines]
    shown = _number(request.args.get("version"), numbers, default=numbers[0] if numbers else 0)
    compared = _number(request.args.get("avec"), numbers, default=_seen_before(lines, shown))
    return render_template(
        "faq/writing/versions.html",
        row=row,
        lines=lines,
        shown=shown,
        compared=compared,
        changes=_changes(row, compared, shown) if shown else [],
        events=EVENTS,
        form=StepForm(formdata=None, version=str(row.version)),
    )


def _seen_before(lines: Sequence[AnyRow], shown: int) -> int:
    """Return the last version before `shown` that readers saw, else the one before it, 0 for the first."""
    earlier = [line for line in lines if line.number < shown]
    public = (line.number for line in earlier if line.event in {Event.PUBLISHED, Event.LOADED})
    return next(public, earlier[0].number if earlier else 0)


def _changes(row: Manuscript, before: int, after: int) -> object:
    earlier = holding.get_revision(row.id, before).text if before else ""
    return difference(earlier, holding.get_revision(row.id, after).text)


def _number(text: str | None, numbers: list[int], *, default: int) -> int:
    asked = text or ""
    return (
        int(asked)
        if asked.isascii() and asked.isdigit() and len(asked) < 9 and int(asked) in numbers
        else default
    )


@bp.post("/<int:manuscript_id>/versions/<int:number>/reprendre")
def restore(manuscript_id: int, number: int) -> Response:
    """Take up an earlier version as a draft."""
    form = StepForm()
    form.validate()
    note = _("Version %(number)d reprise", number=number)
    try:
        service.restore(manuscript_id, number, Step(signed_in_viewer(), form.seen(), clock.now(), note))
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for(".versions", manuscript_id=manuscript_id))
    flash(_("La version %(number)d est reprise comme brouillon.", number=number), "ok")
    return redirect(url_for(".edit", manuscript_id=manuscript_id))


@bp.route("/<int:manuscript_id>/conflit", methods=["GET", "POST"])
def conflict(manuscript_id: int) -> Page:
    """Show what the file and the browser made of a text, and take the choice."""
    row = holding.get(manuscript_id)
    if row.file_text is None:
        return redirect(url_for(".edit", manuscript_id=manuscript_id))
    form = ConflictForm(
        data={"merged": row.text, "version": str(row.version), "file_hash": hash_of(row.file_text)}
    )
    if form.validate_on_submit():
        try:
            _settle(row, form)
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
            return _conflict(row, form), refusal.status
        flash(_("Le conflit est réglé. Relisez, puis publiez."), "ok")
        return redirect(url_for(".edit", manuscript_id=manuscript_id))
    return _conflict(row, form), 422 if form.errors else 200


def _settle(row: Manuscript, form: ConflictForm) -> None:
    file_text = row.file_text or ""
    if form.file_hash.data != hash_of(file_text):
        raise holding.Outdated
    texts = {"room": row.text, "file": file_text, "merged": (form.merged.data or "").strip("\n") + "\n"}
    chosen = texts[form.choice.data]
    taken = Step(signed_in_viewer(), form.seen(), clock.now())
    if not chosen.strip():
        service.archive(row.id, taken, with_translations="with_translations" in request.form)
        return
    paper = text_paper(open_row(row), chosen, row.path, row.slug, row.lang)
    service.settle_conflict(row.id, taken, paper=paper, file_text=file_text)


def _conflict(row: Manuscript, form: ConflictForm) -> str:
    return render_template(
        "faq/writing/conflict.html",
        row=row,
        form=form,
        changes=difference(row.text, row.file_text or ""),
        is_gone=not row.file_text,
        translations=translations_of(row),
    )
