"""The pages of searches and opinions: figures for editors and supervisors, what to decide for editors."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import one_line
from helpdesk.db import AnyRow
from helpdesk.faq.labels import VOTE_REASONS
from helpdesk.faq.learning import figures, queries, service
from helpdesk.faq.learning.figures import MOST_EXPORTED, Figures
from helpdesk.faq.learning.rules import FEWEST_ASKERS, Period, period_from
from helpdesk.web.i18n import gettext as _
from helpdesk.web.spreadsheets import csv_response

bp = Blueprint("learning", __name__, url_prefix="/bureau/recherches")

SINCE = timedelta(days=90)
"""How far back opinions count when articles are sorted by harm."""
QUICK = (7, 28, 91, 365)
EXPORTS = {
    "semaines": None,
    "recherches": figures.top_queries,
    "sans-resultat": figures.fruitless_queries,
    "dossier-quand-meme": figures.failed_queries,
}


@bp.get("/")
def index() -> str:
    """Show the figures of a period, week by week, and the searches that tell most."""
    today, period = _today(), _period()
    weeks = figures.figures_by_week(period)
    return render_template(
        "faq/learning/index.html",
        period=period,
        weeks=weeks,
        total=figures.total(weeks),
        top=figures.top_queries(period),
        fruitless=figures.fruitless_queries(period),
        failed=figures.failed_queries(period),
        quick=[(days, today - timedelta(days=days - 1), today) for days in QUICK],
        exports=EXPORTS,
        fewest=FEWEST_ASKERS,
        kept_days=settings().statistics_days,
        proposals=queries.count_proposals(),
    )


@bp.get("/export/<name>.csv")
def export(name: str) -> Response:
    """Give a table of the period as a file; searches that few made are only told as a number."""
    if name not in EXPORTS:
        raise NotFound
    period, found = _period(), EXPORTS[name]
    rows = _weeks_table(period) if found is None else _queries_table(period, found)
    return csv_response(f"{name}-{period.first}-{period.last}.csv", rows)


def _weeks_table(period: Period) -> list[Sequence[object]]:
    head = (
        _("Semaine du"),
        _("Recherches"),
        _("Sans résultat"),
        _("Lectures"),
        _("Avis oui"),
        _("Avis non"),
        _("Réponse trouvée dans le formulaire"),
        _("Formulaires ouverts"),
        _("Dossiers envoyés"),
        _("Taux d’évitement"),
    )
    return [head, *(_week_row(monday, each) for monday, each in figures.figures_by_week(period))]


def _week_row(monday: date, week: Figures) -> Sequence[object]:
    counts = (week.searches, week.fruitless, week.views, week.yes, week.no, week.answered, week.forms)
    rate = "" if week.spared is None else f"{week.spared:.3f}"
    return (monday.isoformat(), *counts, week.dossiers, rate)


def _queries_table(period: Period, found: Callable[..., Sequence[AnyRow]]) -> list[Sequence[object]]:
    head = (
        _("Recherche"),
        _("Langue"),
        _("Fois"),
        _("Résultats"),
        _("Formulaires ouverts"),
        _("Dossiers envoyés"),
    )
    rows = found(period, fewest=FEWEST_ASKERS, limit=MOST_EXPORTED)
    rare = _("Recherches faites moins de %(fewest)d fois chacune", fewest=FEWEST_ASKERS)
    return [
        head,
        *((row.query, row.lang, row.asked, row.results, row.forms, row.dossiers) for row in rows),
        (rare, "", figures.count_rare(period)),
    ]


@bp.get("/formulations")
def proposals() -> str:
    """List the formulations that readers and agents taught, those that most taught first."""
    return render_template(
        "faq/learning/proposals.html",
        proposals=queries.list_proposals(),
        count=queries.count_proposals(),
    )


@bp.post("/formulations/<int:proposal_id>")
def decide(proposal_id: int) -> AnyResponse:
    """Add a formulation to its article, or put it aside for good; a refusal is said on the list."""
    act, now = request.form.get("act", ""), clock.now()
    if act not in {"approve", "dismiss"}:
        raise NotFound
    try:
        if act == "approve":
            words = one_line(request.form.get("words", "")[:500])
            service.approve(proposal_id, words, by=signed_in_viewer(), now=now)
        else:
            service.dismiss(proposal_id, by=signed_in_viewer(), now=now)
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash(
            _("Formulation ajoutée : la recherche la connaît dans les secondes qui viennent.")
            if act == "approve"
            else _("Proposition écartée : elle ne reviendra pas."),
            "ok",
        )
    return redirect(url_for(".proposals"), 303)


@bp.get("/avis")
def opinions() -> str:
    """List the articles that did not help, the most harmful first."""
    since = clock.now() - SINCE
    return render_template(
        "faq/learning/opinions.html",
        judged=queries.list_judged(since, local(since).date()),
        days=SINCE.days,
        proposals=queries.count_proposals(),
    )


@bp.get("/avis/<int:article_id>")
def opinions_on(article_id: int) -> str:
    """Show why an article did not help, in the words of those who said so."""
    return render_template(
        "faq/learning/opinions_on.html",
        article=queries.get_judged(article_id),
        opinions=queries.list_opinions(article_id),
        reasons=VOTE_REASONS,
    )


@bp.post("/avis/<int:article_id>")
def handle(article_id: int) -> AnyResponse:
    """Note that one opinion was dealt with, or all of them."""
    number = request.form.get("vote", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound
    article = queries.get_judged(article_id)
    done = service.mark_handled(article.id, int(number) if number else None, now=clock.now())
    if done:
        flash(_("C’est noté comme traité."), "ok")
    return redirect(url_for(".opinions_on", article_id=article_id), 303)


def _today() -> date:
    return local(clock.now()).date()


def _period() -> Period:
    return period_from(_day("du"), _day("au"), today=_today())


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
