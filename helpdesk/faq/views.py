"""The public pages: home, collections, articles, legal pages; and the addresses of all that the FAQ answers."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.viewer import current_viewer
from helpdesk.config import settings
from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow
from helpdesk.faq import feedback, finding, queries
from helpdesk.faq.diagnosis import views as diagnosis
from helpdesk.faq.feeds import views as feeds
from helpdesk.faq.following import views as following
from helpdesk.faq.glossary.views import glossary
from helpdesk.faq.guides import views as guides
from helpdesk.faq.labels import AUDIENCES, TOPIC_WORDS
from helpdesk.faq.learning import views as learning
from helpdesk.faq.learning.counting import view_of
from helpdesk.faq.nesting import above
from helpdesk.faq.notices import views as notices
from helpdesk.faq.offline import views as offline
from helpdesk.faq.opinion import opinion_at
from helpdesk.faq.pages import article_page, here, today
from helpdesk.faq.printing import views as printing
from helpdesk.faq.promises import views as promises
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.readers.labels import kept_for
from helpdesk.faq.rules import ArticleKind
from helpdesk.faq.shelves import cards, shelves
from helpdesk.faq.synonyms import views as synonyms
from helpdesk.faq.wishes.forms import WishForm
from helpdesk.faq.writing import files
from helpdesk.faq.writing import steps as writing
from helpdesk.web.i18n import current_lang
from helpdesk.web.pagecache import Answer, Question, public_page
from helpdesk.web.tallies import Thing

bp = Blueprint("faq", __name__)
bp.add_url_rule("/fichiers/<name>", "file", view_func=files.serve)
bp.add_url_rule("/recherche", view_func=finding.search)
bp.add_url_rule("/recherche.json", view_func=finding.search_json)
bp.add_url_rule("/faq/<slug>/avis", view_func=feedback.vote, methods=["POST"])
bp.add_url_rule("/diagnostic/", "diagnoses", diagnosis.index)
bp.add_url_rule("/diagnostic/<tree>", "diagnosis_start", diagnosis.show)
bp.add_url_rule("/diagnostic/<tree>/<path:way>", "diagnosis", diagnosis.show)
bp.add_url_rule("/guides/", "guides", guides.index)
bp.add_url_rule("/guides/<slug>", "guide", guides.show)
bp.add_url_rule("/guides/<slug>/dernier", "guide_latest", guides.latest)
bp.add_url_rule("/guides/<slug>/<version>/<name>", "guide_file", guides.file)
bp.add_url_rule("/notes/", "notices", view_func=notices.index)
bp.add_url_rule("/notes/<slug>", "notice", view_func=notices.show)
bp.add_url_rule("/flux.atom", "feed", feeds.feed)
bp.add_url_rule("/collections/<slug>/flux.atom", "collection_feed", feeds.collection_feed)
bp.add_url_rule("/sitemap.xml", "sitemap", feeds.sitemap)
bp.add_url_rule("/robots.txt", "robots", feeds.robots)
bp.add_url_rule("/opensearch.xml", "opensearch", feeds.opensearch)
bp.add_url_rule("/recherche/suggestions", "suggestions", feeds.suggestions)
bp.add_url_rule("/imprimer", "print_pack", printing.pack)
bp.add_url_rule("/imprimer.pdf", "pack_pdf", printing.pack_pdf)
bp.add_url_rule("/collections/<slug>/imprimer", "print_collection", printing.collection)
bp.add_url_rule("/collections/<slug>.pdf", "collection_pdf", printing.collection_pdf)
bp.add_url_rule("/faq/<slug>.pdf", "article_pdf", printing.article_pdf)
bp.add_url_rule("/service-worker.js", "service_worker", offline.worker)
bp.add_url_rule("/hors-ligne", "offline", offline.offline)
bp.add_url_rule("/glossaire", view_func=glossary)
bp.add_url_rule("/faq/<slug>/prevenez-moi", "wish", promises.wish, methods=["GET", "POST"])
bp.add_url_rule("/faq/<slug>/prevenez-moi/envoye", "wish_sent", promises.wish_sent)
bp.add_url_rule("/prevenez-moi/<token>", "wish_link", promises.wish_link, methods=["GET", "POST"])
bp.add_url_rule(
    "/prevenez-moi/<token>/fin", "leave_wish_at_once", promises.leave_wish_at_once, methods=["GET", "POST"]
)
bp.add_url_rule("/collections/<slug>/suivre", "follow", following.follow, methods=["GET", "POST"])
bp.add_url_rule("/collections/<slug>/suivre/envoye", "follow_sent", following.follow_sent)
bp.add_url_rule("/suivre/<token>", "follow_link", following.follow_link, methods=["GET", "POST"])
bp.add_url_rule(
    "/suivre/<token>/fin", "unfollow_at_once", following.unfollow_at_once, methods=["GET", "POST"]
)
bp.add_url_rule("/bureau/promesses", "promises", promises.promises)
bp.add_url_rule("/reponse-trouvee", view_func=feedback.answered, methods=["GET", "POST"])

BLUEPRINTS = (bp, learning.bp, synonyms.bp, *writing.BLUEPRINTS)

MOST_TOLD = 60
"""Up to this many articles a collection shows their answers too; a longer one would be slow to read and to load."""


@bp.get("/")
def home() -> Response:
    """Show the search, the collections and what helped most."""

    def build() -> tuple[Answer, str]:
        rows = queries.list_first_articles(today(), current_lang(), current_badges())
        page = render_template(
            "faq/home.html",
            cards=cards(rows),
            helpful=queries.list_most_helpful(today(), current_lang(), current_badges()),
            callback_hours=settings().callback_hours,
        )
        return (rows[0].generation if rows else 0,), page

    # Votes change what helped most without a new generation: the list follows once an hour.
    return _public(queries.GENERATION, build)


@bp.get("/faq/")
def articles() -> Response:
    """List every article."""

    def build() -> tuple[Answer, str]:
        rows = queries.list_all(today(), current_lang(), current_badges())
        collections = [(each, _written(found)) for each, found in groupby(rows, lambda row: row.Collection)]
        ways = {each.slug: above(each.slug, [one for one, _ in collections]) for each, _ in collections}
        page = render_template("faq/articles.html", collections=collections, ways=ways)
        return (rows[0].generation if rows else 0,), page

    return _public(queries.GENERATION, build)


@bp.get("/collections/<slug>")
def collection(slug: str) -> Response:
    """List the articles of one collection, by category."""

    def build() -> tuple[Answer, str]:
        rows = queries.list_collection(slug, today(), current_lang(), current_badges())
        page = render_template(
            "faq/collection.html",
            collection=rows[0].Collection,
            way=above(slug, [row.Collection for row in rows]),
            inner=shelves(slug, rows),
            how_many=len(_written(rows)),
            most_told=MOST_TOLD,
            groups=_by_category(_written(rows)),
            topic_words=TOPIC_WORDS,
            audiences=AUDIENCES,
            follow_form=WishForm(formdata=None),
            kept_for=kept_for(row.readers for row in _written(rows)),
        )
        return (rows[0].generation,), page

    return _public(queries.GENERATION, build)


@bp.get("/faq/<slug>")
def show(slug: str) -> AnyResponse:
    """Show an article; guides and notices, which search finds among them, are read on pages of their own."""
    lang = current_lang()

    def build() -> tuple[Answer, str]:
        row = queries.get_article(slug, ArticleKind.FAQ, lang, today(), badges=current_badges)
        return queries.answer_of(row), article_page(
            row, opinion_at(request.args.get("avis", ""), request.args.get("vote", ""))
        )

    question = queries.ask_for(slug, ArticleKind.FAQ, lang, today())
    try:
        return _public(question, build, counts=view_of(slug, lang))
    except NotFound:
        return redirect(url_for(_elsewhere(slug), slug=slug), 301)


def _elsewhere(slug: str) -> str:
    """Return the page where a text is read that is no article; raise NotFound where there is none."""
    try:
        queries.get_article(slug, ArticleKind.GUIDE, current_lang(), today())
    except NotFound:
        queries.get_article(slug, ArticleKind.NOTICE, current_lang(), today())
        return "faq.notice"
    return "faq.guide"


@bp.get("/pages/<slug>")
def page(slug: str) -> Response:
    """Show a page such as the legal notice."""
    lang = current_lang()

    def build() -> tuple[Answer, str]:
        row = queries.get_article(slug, ArticleKind.PAGE, lang, today())
        return queries.answer_of(row), render_template("faq/page.html", article=row, html=here(row.html))

    return _public(queries.ask_for(slug, ArticleKind.PAGE, lang, today()), build)


def _public(question: Question, build: Callable[[], tuple[Answer, str]], *, counts: Thing = ()) -> Response:
    return public_page(question, build, for_everybody=current_viewer() is None, counts=counts)


def _written(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Leave out the empty row of a collection without article."""
    return [row for row in rows if row.slug is not None]


def _by_category(rows: Sequence[AnyRow]) -> list[tuple[str, list[AnyRow]]]:
    """Group articles by category, the categories in the order of forms."""
    groups = ((slug, [row for row in rows if row.category == slug]) for slug in TOPIC_WORDS)
    return [(slug, found) for slug, found in groups if found]
