"""An editor’s desk: the list of texts, writing, and the preview."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import one_line
from helpdesk.faq.writing import editing, holding, queries, room, service, translating
from helpdesk.faq.writing.dependents import translations_of
from helpdesk.faq.writing.differences import difference
from helpdesk.faq.writing.editing import AnyForm, Opened, form_for, new_article, open_row, paper_from
from helpdesk.faq.writing.files import mark_of
from helpdesk.faq.writing.forms import ArticleForm, FileForm, StepForm
from helpdesk.faq.writing.groups import groups_of
from helpdesk.faq.writing.holding import Outdated, Step
from helpdesk.faq.writing.labels import EVENTS, KINDS, LOOKS, STATES, fault_in_words
from helpdesk.faq.writing.looking import BODY, Looked, look_at
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.queries import Wanted
from helpdesk.faq.writing.rules import (
    LONGEST_BODY,
    Act,
    Kind,
    Obstacle,
    State,
    may,
    read_place,
    write_place,
)
from helpdesk.faq.writing.suggesting import asked_words, near_articles
from helpdesk.faq.writing.texts import Paper
from helpdesk.web.errors import error_page
from helpdesk.web.i18n import SOURCE_LANGUAGE
from helpdesk.web.i18n import gettext as _
from helpdesk.web.uploads import takes_texts

bp = Blueprint("writing", __name__, url_prefix="/bureau/fiches")

Page = str | Response | tuple[str, int]

PREFILLED = ("title", "summary", "body", "category", "ticket_category", "note")
"""What another page of the desk may hand over to a new article."""


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    """Say which limit a text is over; files have limits of their own."""
    if request.endpoint == "writing.upload":
        return error_page(413)
    sentence = _(
        "Le texte est bien trop long pour être lu : une fiche a %(max)d ko au plus. Revenez en arrière, il y est "
        "encore, et raccourcissez-le.",
        max=LONGEST_BODY // 1024,
    )
    return error_page(413, sentence)


@bp.get("/")
def index() -> str:
    """List the texts: what needs somebody first."""
    wanted = _wanted(request.args)
    found = queries.list_manuscripts(wanted, local(clock.now()).date(), review_every())
    return render_template(
        "faq/writing/index.html",
        wanted=wanted,
        found=found,
        counts=queries.count_states(),
        owners=queries.list_owners(),
        collections=room.collections(),
        states=STATES,
        looks=LOOKS,
        kinds=KINDS,
        next_page=_page_url(write_place(found.end)) if found.end else "",
        first_page=_page_url(None) if wanted.after else "",
    )


def review_every() -> timedelta:
    """Return how long a text is trusted after a review."""
    return timedelta(days=settings().content_review_days)


def _page_url(after: str | None) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "apres"}
    return url_for(".index", **kept | {"apres": after})


def _wanted(args: Mapping[str, str]) -> Wanted:
    return Wanted(
        query=one_line(args.get("q", ""))[:100],
        state=State(args["etat"]) if args.get("etat") in set(State) else None,
        kind=Kind(args["genre"]) if args.get("genre") in set(Kind) else None,
        collection=args.get("collection", "")[:60],
        owner=args.get("responsable", "")[:120],
        lang=args.get("langue", "") if args.get("langue") in {"fr", "en"} else "",
        stale="a-revoir" in args,
        conflict="conflits" in args,
        behind="a-retraduire" in args,
        untranslated="sans-traduction" in args,
        after=read_place(args.get("apres", "")),
    )


@bp.route("/nouvelle", methods=["GET", "POST"])
@takes_texts
def new() -> Page:
    """Write a new article; another page of the desk may hand over what it begins with."""
    if request.method == "POST" and "prefill" in request.form:
        values = {name: request.form[name][:60_000] for name in PREFILLED if request.form.get(name)}
        opened = new_article(clock.now(), values)
        return _editor(opened, form_for(opened, bound=False))
    return _write(new_article(clock.now(), {}))


@bp.get("/<int:manuscript_id>/traduire")
def translate(manuscript_id: int) -> Page:
    """Begin the translation of an article, with its words to be written over."""
    row = holding.get(manuscript_id)
    there = translating.find_counterpart(row)
    if there is not None:
        return redirect(url_for(".edit", manuscript_id=there.id))
    if row.kind is not Kind.ARTICLE or row.lang != SOURCE_LANGUAGE:
        raise NotFound
    opened = new_article(clock.now(), editing.translation_of(row))
    return _editor(opened, form_for(opened))


@bp.route("/blocs/nouveau", methods=["GET", "POST"])
@takes_texts
def new_block() -> Page:
    """Write a new block."""
    return _write(Opened(Kind.BLOCK))


@bp.route("/notes/nouvelle", methods=["GET", "POST"])
@takes_texts
def new_notice() -> Page:
    """Write a new notice, the next of its series."""
    return _write(editing.new_notice(clock.now()))


@bp.route("/<int:manuscript_id>", methods=["GET", "POST"])
@takes_texts
def edit(manuscript_id: int) -> Page:
    """Write in a text; what somebody else saved meanwhile is shown, and nothing typed is lost.

    With `?texte=1` an article is shown whole, as its file is.
    """
    return _write(open_row(holding.get(manuscript_id), whole="texte" in request.args))


@bp.post("/apercu")
@takes_texts
def preview() -> str:
    """Show a text as readers would see it, and what is wrong with it; nothing is saved."""
    number = request.form.get("id", "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    whole = "whole" in request.form
    opened = (
        open_row(holding.get(int(number)), whole=whole) if known else _new_of(request.form.get("kind", ""))
    )
    form = form_for(opened)
    paper = paper_from(opened, form)
    look = look_at(paper.path, paper.text, now=clock.now())
    shown = {"look": look, "faults": _faults(look, form), "form": form, "opened": opened, "paper": paper}
    if "HX-Request" in request.headers:
        return render_template("faq/writing/_preview.html", is_live=True, **shown)
    return _editor(opened, form, look=look)


def _new_of(kind: str) -> Opened:
    match kind:
        case Kind.BLOCK:
            return Opened(Kind.BLOCK)
        case Kind.NOTICE:
            return editing.new_notice(clock.now())
    return new_article(clock.now(), {})


def _write(opened: Opened) -> Page:
    form = form_for(opened)
    if not form.is_submitted():
        return _editor(opened, form)
    if not form.validate():
        return _editor(opened, form), 422
    paper, viewer = paper_from(opened, form), signed_in_viewer()
    seen = form.seen() if opened.row else 0
    try:
        if opened.row is None:
            row = service.create(paper, by=viewer, now=clock.now(), note=form.note.data or "")
        else:
            step = Step(viewer, seen, clock.now(), form.note.data or "")
            row = service.save(opened.row.id, paper, step)
    except Outdated as outdated:
        return _outdated(opened, form, paper, outdated)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _editor(opened, form), refusal.status
    flash(_("Enregistré."), "ok")
    flash(opened.draft_key(seen), "draft")
    return redirect(url_for(".edit", manuscript_id=row.id, texte=1 if opened.is_whole else None))


def _outdated(opened: Opened, form: AnyForm, paper: Paper, outdated: Outdated) -> Page:
    """Give the typed text back with what the other person changed; saving again is then a choice."""
    assert opened.row is not None
    current = holding.get(opened.row.id)
    form.version.data = str(current.version)
    page = _editor(opened, form, theirs=difference(paper.text, current.text), sentence=outdated.sentence)
    return page, 409


def _editor(opened: Opened, form: AnyForm, *, look: Looked | None = None, **more: Any) -> str:
    row, now = opened.row, clock.now()
    if look is None and form.is_submitted():
        paper = paper_from(opened, form)
        look = look_at(paper.path, paper.text, now=now)
    elif look is None and row is not None:
        look = look_at(row.path, row.text, now=now)
    parts = form.article(opened.parts) if isinstance(form, ArticleForm) and opened.parts else None
    faults = _faults(look, form)
    return render_template(
        "faq/writing/edit.html",
        opened=opened,
        row=row,
        form=form,
        look=look,
        faults=faults,
        near=near_articles(parts, now=now) if parts else [],
        asked=asked_words(parts) if parts else [],
        files=queries.list_files(),
        file_form=FileForm(formdata=None),
        file_mark=mark_of,
        stages=room.stages() if parts else [],
        groups=groups_of(form, faults) if parts else {},
        **{"theirs": None, "sentence": ""} | more,
        **_translation(opened, form),
        **(_standing(row, look) if row is not None else {}),
    )


def _translation(opened: Opened, form: AnyForm) -> dict[str, Any]:
    """Return what a translation takes from its original and where it is behind; and the way between the two."""
    original, row = opened.original_of(form), opened.row
    try:
        taken = editing.taken_from(original) if original and isinstance(form, ArticleForm) else []
    except ValueError:
        taken = []
    return {
        "original": original,
        "taken": taken,
        "lag": translating.find_lag(row, original) if row and original else None,
        "counterpart": translating.find_counterpart(row) if row else None,
    }


def _standing(row: Manuscript, look: Looked | None) -> dict[str, Any]:
    """Return where a text stands, and what the viewer may do with it now."""
    viewer = signed_in_viewer()
    obstacles = {
        act: holding.obstacle_to(act, row, viewer, is_sound=look is None or look.is_sound)
        for act in Act
        if may(act, viewer.roles)
    }
    return {
        "state": STATES[row.state],
        "state_look": LOOKS[row.state],
        "open_acts": {act for act, found in obstacles.items() if found is None},
        "is_alone": Obstacle.ALONE in obstacles.values(),
        "step_form": StepForm(formdata=None, version=str(row.version)),
        "last_note": queries.last_note(row.id),
        "events": EVENTS,
        "acts": Act,
        "translations": translations_of(row),
    }


def _faults(look: Looked | None, form: AnyForm) -> dict[str, list[str]]:
    """Return the faults by the field that shows them: a whole text has one for all."""
    if look is None:
        return {}
    if not isinstance(form, ArticleForm):
        # Who sees the whole text sees its keys.
        return {"text": [fault_in_words(each.sentence, {}) for each in look.faults]} if look.faults else {}
    told: dict[str, list[str]] = {}
    for key, found in look.by_key.items():
        told.setdefault(key if key in form else BODY, []).extend(fault_in_words(each) for each in found)
    return told
