"""For supervisors: how the outgoing mail stands, what could not be delivered, and who is written to no more."""

from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from helpdesk.core.clock import now
from helpdesk.core.identifiers import normalise_reference
from helpdesk.outbox import gates, labels, queries, service, suppression
from helpdesk.outbox.forms import LiftForm, PauseForm, SetAsideForm
from helpdesk.outbox.rules import Lane, Standing
from helpdesk.web.i18n import gettext as _
from helpdesk.web.panels import panels_for

bp = Blueprint("outbox", __name__, url_prefix="/bureau/courriels")

BLUEPRINTS = (bp,)
PAGE_SIZE = 25
BOUNCES_SHOWN = 50

Choice = TypeVar("Choice", Lane, Standing)


@bp.get("/")
def index() -> str:
    """Show the queue, what else is known of mail, and the mails that were given up."""
    return _index(PauseForm(formdata=None))


@bp.get("/file")
def queue() -> str:
    """List mails by where they stand, lane and dossier."""
    reference = normalise_reference(request.args.get("dossier", ""))
    wanted = queries.Wanted(
        standing=_one_of(Standing, "etat") or Standing.WAITING,
        lane=_one_of(Lane, "voie"),
        thread=f"ticket:{reference}" if reference else "",
        before=_number(request.args.get("avant", "")),
    )
    mails = queries.list_mails(wanted, limit=PAGE_SIZE + 1)
    kept: dict[str, Any] = {"etat": wanted.standing.value, "voie": wanted.lane, "dossier": reference}
    older = url_for(".queue", **kept, avant=mails[PAGE_SIZE - 1].id) if len(mails) > PAGE_SIZE else ""
    return render_template(
        "outbox/queue.html",
        mails=mails[:PAGE_SIZE],
        wanted=wanted,
        reference=reference or "",
        standings=tuple((each.value, str(words)) for each, words in labels.STANDINGS.items()),
        lanes=(("", _("Toutes")), *((each.value, str(words)) for each, words in labels.LANES.items())),
        older_url=older,
        newer_url=url_for(".queue", **kept) if wanted.before else "",
        form=FlaskForm(),
        labels=labels,
    )


@bp.get("/adresses")
def addresses() -> str:
    """List the addresses that nothing is sent to, and what came back lately."""
    return _addresses(LiftForm(formdata=None), wrong_id=None)


@bp.post("/<int:mail_id>/renvoyer")
def retry(mail_id: int) -> Response:
    """Send a mail again."""
    service.retry_mail(mail_id, now=now())
    flash(_("Le courriel est remis en file d’attente."), "ok")
    return redirect(url_for(".index"))


@bp.post("/<int:mail_id>/abandonner")
def discard(mail_id: int) -> Response:
    """Give a mail up for good."""
    service.discard_mail(mail_id)
    flash(_("Le courriel est abandonné, et son texte effacé."), "ok")
    return redirect(url_for(".index"))


@bp.post("/<int:mail_id>/annuler")
def cancel(mail_id: int) -> Response:
    """Take a mail that waits out of the queue."""
    service.cancel_mail(mail_id)
    flash(_("Le courriel ne partira pas, et son texte est effacé."), "ok")
    return redirect(url_for(".queue"))


@bp.post("/suspendre")
def pause() -> Response | tuple[str, int]:
    """Stop a lane, or all."""
    form = PauseForm()
    if not form.validate_on_submit():
        return _index(form), 422
    gates.pause(form.lane.data, by=current_user.name, because=form.because.data, now=now())
    flash(_("Les envois choisis sont suspendus. Ce qui attend partira à la reprise."), "ok")
    return redirect(url_for(".index"))


@bp.post("/reprendre/<lane>")
def resume(lane: str) -> Response:
    """Let a lane go on."""
    gates.resume(lane)
    flash(_("Les envois reprennent."), "ok")
    return redirect(url_for(".index"))


@bp.post("/adresses/ecarter")
def set_aside() -> Response | tuple[str, int]:
    """Write to an address no more."""
    form = SetAsideForm()
    if not form.validate_on_submit():
        return _addresses(LiftForm(formdata=None), wrong_id=None, new=form), 422
    suppression.suppress_by_hand(
        form.address.data, by=current_user.name, because=form.because.data, now=now()
    )
    flash(_("Plus rien ne part à cette adresse."), "ok")
    return redirect(url_for(".addresses"))


@bp.post("/adresses/<int:suppression_id>/retablir")
def lift(suppression_id: int) -> Response | tuple[str, int]:
    """Write to an address again."""
    form = LiftForm()
    if not form.validate_on_submit():
        return _addresses(form, wrong_id=suppression_id), 422
    suppression.lift_suppression(suppression_id, by=current_user.name, because=form.because.data, now=now())
    flash(_("L’adresse reçoit de nouveau nos courriels."), "ok")
    return redirect(url_for(".addresses"))


def _index(pause_form: PauseForm) -> str:
    before = _number(request.args.get("avant", ""))
    found = queries.list_dead(limit=PAGE_SIZE + 1, before=before)
    older = url_for(".index", avant=found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else ""
    return render_template(
        "outbox/index.html",
        queue=queries.count_queue(now=now()),
        suppressed=suppression.count_suppressions(now=now()),
        pauses=gates.list_pauses(),
        panels=panels_for("outbox.index", now()),
        pause_form=pause_form,
        mails=found[:PAGE_SIZE],
        older_url=older,
        newer_url=url_for(".index") if before else "",
        form=FlaskForm(),
        labels=labels,
    )


def _addresses(form: LiftForm, *, wrong_id: int | None, new: SetAsideForm | None = None) -> str:
    before = _number(request.args.get("avant", ""))
    found = suppression.list_suppressions(now=now(), limit=PAGE_SIZE + 1, before=before)
    older = url_for(".addresses", avant=found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else ""
    return render_template(
        "outbox/addresses.html",
        addresses=found[:PAGE_SIZE],
        bounces=queries.list_bounces(limit=BOUNCES_SHOWN),
        form=form,
        wrong_id=wrong_id,
        new=new or SetAsideForm(formdata=None),
        older_url=older,
        newer_url=url_for(".addresses") if before else "",
        labels=labels,
    )


def _one_of(kind: type[Choice], name: str) -> Choice | None:
    """Return the choice named in the address; None for none or for one that does not exist."""
    given = request.args.get(name, "")
    return kind(given) if given in set(kind) else None


def _number(text: str) -> int | None:
    """Return the row number in `text`; None for anything that cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
