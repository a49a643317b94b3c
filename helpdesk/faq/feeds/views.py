"""Feeds, the map of the site, what robots may read, and how a browser searches here.

Addresses in them are absolute, from the setting of the base address: without it they are not found.
"""

from collections.abc import Iterator
from datetime import datetime

from flask import Response, jsonify, make_response, render_template, request

from helpdesk.accounts.viewer import current_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.errors import NotFound
from helpdesk.faq import queries
from helpdesk.faq.companions.reading import TREE
from helpdesk.faq.companions.storing import list_companions
from helpdesk.faq.feeds.queries import list_addresses, list_latest
from helpdesk.faq.finding import AS_ONE_TYPES
from helpdesk.faq.nesting import inside
from helpdesk.faq.pages import elsewhere, today
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.rules import ArticleKind
from helpdesk.faq.searching import Search, clean_query, search_articles
from helpdesk.sepa.codes import all_codes
from helpdesk.sepa.wording import asked_code
from helpdesk.web.headers import make_public
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.links import absolute
from helpdesk.web.pagecache import Answer, public_page

ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"
SUGGESTIONS = "application/x-suggestions+json"
ENDPOINTS = {
    ArticleKind.FAQ: "faq.show",
    ArticleKind.PAGE: "faq.page",
    ArticleKind.GUIDE: "faq.guide",
    ArticleKind.NOTICE: "faq.notice",
}


def feed() -> Response:
    """Give the articles changed last."""
    return _feed(None)


def collection_feed(slug: str) -> Response:
    """Give those of one collection."""
    return _feed(slug)


def sitemap() -> Response:
    """Name every public page in both languages, with the day of its last change."""
    _needs_base()

    def build() -> tuple[Answer, str]:
        generation = queries.generation()
        return (generation,), render_template("faq/feeds/sitemap.xml", addresses=list(_addresses()))

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None, content_type=XML)


def robots() -> Response:
    """Tell robots what is worth reading: the help, not the searches, forms and desks."""
    return _plain(render_template("faq/feeds/robots.txt"), "text/plain; charset=utf-8")


def opensearch() -> Response:
    """Describe the search, so that a browser offers it."""
    _needs_base()
    return _plain(render_template("faq/feeds/opensearch.xml"), OPENSEARCH)


def suggestions() -> Response:
    """Complete a search as browsers ask for it: the query, titles, what they say, where they lead."""
    query = clean_query(request.args.get("q", ""))
    lang = current_lang()
    found = search_articles(
        Search(query, lang=lang, badges=current_badges()), now=clock.now(), limit=AS_ONE_TYPES
    ).results
    rows = [(each.title, each.summary, absolute("faq.show", lang=lang, slug=each.slug)) for each in found]
    code = asked_code(query)
    if code is not None:
        words = _("Code %(code)s : %(meaning)s", code=code.code, meaning=code.meaning(lang))
        rows.insert(0, (words, code.advice(lang), absolute("codes.show", lang=lang, code=code.code)))
    response = jsonify([query, *([row[place] for row in rows] for place in range(3))])
    response.headers["Content-Type"] = SUGGESTIONS
    return response


def _feed(slug: str | None) -> Response:
    _needs_base()

    def build() -> tuple[Answer, str]:
        generation, lang = queries.generation(), current_lang()
        known = queries.list_collections() if slug else []
        collection = next((each for each in known if each.slug == slug), None)
        if slug and collection is None:
            raise NotFound
        rows = list_latest(inside(slug, known) if slug else None, lang, today())
        page = render_template(
            "faq/feeds/atom.xml",
            collection=collection,
            articles=[(row, elsewhere(row.html)) for row in rows],
            updated=_stamp(rows[0].updated_at) if rows else "1970-01-01T00:00:00Z",
            stamp=_stamp,
        )
        return (generation,), page

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None, content_type=ATOM)


def _addresses() -> Iterator[tuple[str, str, str]]:
    """Yield each page in French and in English, and the day it last changed; empty where nobody knows."""
    lists = (
        "faq.home",
        "faq.articles",
        "faq.glossary",
        "faq.guides",
        "faq.notices",
        "faq.diagnoses",
        "codes.index",
    )
    places: list[tuple[str, dict[str, str], str]] = [(endpoint, {}, "") for endpoint in lists]
    places += [("faq.collection", {"slug": each.slug}, "") for each in queries.list_collections()]
    places += [
        (ENDPOINTS[row.kind], {"slug": row.slug}, f"{row.updated_at:%Y-%m-%d}")
        for row in list_addresses(today())
    ]
    places += [("faq.diagnosis_start", {"tree": row.slug}, "") for row in list_companions(TREE)]
    places += [("codes.show", {"code": code}, "") for code in all_codes()]
    for endpoint, values, changed in places:
        yield absolute(endpoint, **values), absolute(endpoint, lang="en", **values), changed


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _plain(text: str, content_type: str) -> Response:
    make_public()
    response = make_response(text)
    response.headers["Content-Type"] = content_type
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _needs_base() -> None:
    if not settings().base_url:
        raise NotFound
