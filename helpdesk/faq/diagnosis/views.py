"""One question a page. The address holds the answers: going back works, and a page can be passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, url_for

from helpdesk.accounts.viewer import current_viewer
from helpdesk.core import clock
from helpdesk.core.errors import NotFound
from helpdesk.core.typography import typo
from helpdesk.db import AnyRow
from helpdesk.faq import queries
from helpdesk.faq.companions.reading import TREE
from helpdesk.faq.companions.storing import get_companion, list_companions
from helpdesk.faq.diagnosis.counting import count_visit, end_counter
from helpdesk.faq.diagnosis.rules import NoWay, Standing, Tree, follow, tree_of
from helpdesk.faq.pages import today
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.rules import ArticleKind
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.pagecache import Answer, public_page


@dataclass(frozen=True)
class Answered:
    """One answer given so far, and the address of its question."""

    question: str
    answer: str
    url: str


def index() -> Response:
    """List the trees."""

    def build() -> tuple[Answer, str]:
        generation, lang = queries.generation(), current_lang()
        trees = [(row.slug, tree_of(row.value)) for row in list_companions(TREE)]
        shown = [(slug, _said(tree, "title", lang), _said(tree, "summary", lang)) for slug, tree in trees]
        return (generation,), render_template("faq/diagnosis/index.html", trees=shown)

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def show(tree: str, way: str = "") -> Response:
    """Ask the question that a path leads to, or tell its end."""

    def build() -> tuple[Answer, str]:
        generation = queries.generation()
        found = tree_of(get_companion(TREE, tree).value)
        try:
            standing = follow(found, way.split("/") if way else [])
        except NoWay as error:
            raise NotFound from error
        if standing.end is not None:
            end_counter().ends[(tree, way)] = standing.key
        return (generation,), _page(tree, found, standing, way)

    response = public_page(
        queries.GENERATION, build, for_everybody=current_viewer() is None, view_counts=True
    )
    count_visit(response, tree, way, now=clock.now())
    return response


def trail_in_words(path: str) -> str:
    """Say which way somebody took, for the dossier: a line for each answer; empty for a path that is none."""
    slug, _slash, way = path.partition("/")
    if not way:
        return ""
    try:
        tree = tree_of(get_companion(TREE, slug).value)
        standing = follow(tree, way.split("/"))
    except (NotFound, NoWay):
        return ""
    lang = current_lang()
    lines = [
        f"- {_said(question, 'ask', lang)} {_said(choice, 'label', lang)}"
        for question, choice in standing.trail
    ]
    heading = _("Diagnostic « %(title)s »", title=_said(tree, "title", lang))
    end = [_("Conclusion : %(end)s", end=_said(standing.end, "title", lang))] if standing.end else []
    return "\n".join([heading, *lines, *end])


def _page(slug: str, tree: Tree, standing: Standing, way: str) -> str:
    lang = current_lang()
    common = {
        "slug": slug,
        "way": way,
        "title": _said(tree, "title", lang),
        "summary": _said(tree, "summary", lang),
        "trail": _trail(slug, standing, lang),
    }
    if standing.question is not None:
        question = standing.question
        choices = [(_said(each, "label", lang), _address(slug, way, each.key)) for each in question.choices]
        return render_template(
            "faq/diagnosis/question.html",
            **common,
            ask=_said(question, "ask", lang),
            help=_said(question, "help", lang),
            choices=choices,
        )
    assert standing.end is not None
    article = _article(standing.end.article, lang)
    end = {name: _said(standing.end, name, lang) for name in ("title", "text", "steps")}
    return render_template(
        "faq/diagnosis/end.html",
        **common,
        end=end,
        kind=standing.end.kind,
        article=article,
        new_dossier=_dossier(standing, article, f"{slug}/{way}"),
        journey=tree.journey,
    )


def _trail(slug: str, standing: Standing, lang: str) -> Sequence[Answered]:
    keys = [choice.key for _question, choice in standing.trail]
    return [
        Answered(
            _said(question, "ask", lang),
            _said(choice, "label", lang),
            _address(slug, "/".join(keys[:number])),
        )
        for number, (question, choice) in enumerate(standing.trail)
    ]


def _address(slug: str, *way: str) -> str:
    joined = "/".join(filter(None, way))
    return (
        url_for("faq.diagnosis", tree=slug, way=joined)
        if joined
        else url_for("faq.diagnosis_start", tree=slug)
    )


def _article(slug: str | None, lang: str) -> AnyRow | None:
    try:
        return _readable(slug, lang) if slug else None
    except NotFound:
        # Not yet valid, or taken back since the tree was written: the end says enough by itself.
        return None


def _readable(slug: str, lang: str) -> AnyRow:
    return queries.get_article(slug, ArticleKind.FAQ, lang, today(), badges=current_badges)


def _dossier(standing: Standing, article: AnyRow | None, path: str) -> str:
    """Return where a dossier begins. An article that whoever asks may not see is not even named."""
    assert standing.end is not None
    seen = article.slug if article else None
    return url_for("tickets.new", categorie=standing.end.dossier, article=seen, diagnostic=path)


def _said(part: Any, name: str, lang: str) -> Any:
    words = part.said(name, lang)
    if lang == "en":
        return words
    return typo(words) if isinstance(words, str) else [typo(each) for each in words]
