"""Pages to print, and PDF files. Without the extra `pdf`, the address of a file leads to the page to print."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import groupby

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.limits import check_limit, client_key
from helpdesk.accounts.viewer import current_viewer
from helpdesk.core import clock
from helpdesk.db import AnyRow
from helpdesk.engines import paper
from helpdesk.engines.paper import NoPaper
from helpdesk.faq import queries
from helpdesk.faq.pages import demoted, elsewhere, today
from helpdesk.faq.printing.making import press
from helpdesk.faq.printing.queries import list_printed
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.rules import ArticleKind
from helpdesk.web.headers import make_public
from helpdesk.web.i18n import current_lang
from helpdesk.web.pagecache import Answer, public_page

log = logging.getLogger(__name__)

MOST_AN_HOUR = 40
"""PDF files set for one network in an hour; those that are kept already do not count."""


def pack() -> Response:
    """Show everything in one page, with contents and contacts, to be printed."""
    return _page(None)


def collection(slug: str) -> Response:
    """Show one collection to be printed."""
    return _page(slug)


def pack_pdf() -> AnyResponse:
    """Give everything as PDF."""
    return _pack_pdf(None)


def collection_pdf(slug: str) -> AnyResponse:
    """Give one collection as PDF."""
    return _pack_pdf(slug)


def article_pdf(slug: str) -> AnyResponse:
    """Give one article as PDF."""
    row = queries.get_article(slug, ArticleKind.FAQ, current_lang(), today(), badges=current_badges)
    key = ("article", slug, row.lang, row.content_hash, today())
    return _pdf(
        key, slug, url_for("faq.show", slug=slug), lambda: _said([row], row.title), is_public=not row.readers
    )


def _page(slug: str | None) -> Response:
    def build() -> tuple[Answer, str]:
        generation, rows = queries.generation(), list_printed(slug, current_lang(), today())
        page = render_template(
            "faq/printing/page.html", slug=slug, has_pdf=paper.is_available(), **_said(rows, "", slug=slug)
        )
        return (generation,), page

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def _pack_pdf(slug: str | None) -> AnyResponse:
    generation, lang = queries.generation(), current_lang()
    rows = list_printed(slug, lang, today())
    page = url_for("faq.print_collection", slug=slug) if slug else url_for("faq.print_pack")
    key = ("pack", slug, lang, generation, today())
    return _pdf(key, slug or "aide", page, lambda: _said(rows, "", slug=slug))


def _pdf(
    key: tuple[object, ...],
    name: str,
    otherwise: str,
    said: Callable[[], dict[str, object]],
    *,
    is_public: bool = True,
) -> AnyResponse:
    """Answer with a file that is kept or set now; lead to the page `otherwise` where none can be made."""
    if not paper.is_available():
        return redirect(otherwise)
    if not press().has(key):
        check_limit(
            "pdf", client_key(request), limit=MOST_AN_HOUR, window=timedelta(hours=1), now=clock.now()
        )
    try:
        made = press().give(key, lambda: render_template("faq/printing/pack.html", **said()))
    except NoPaper as error:
        log.warning("no PDF of %s: %s", name, error)
        return redirect(otherwise)
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    if is_public:
        make_public()
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.add_etag()
    response.make_conditional(request)
    return response


def _said(rows: Sequence[AnyRow], title: str, *, slug: str | None = None) -> dict[str, object]:
    """Return what a page or a file says: groups of articles by collection, links that hold on paper."""
    told = [(row, demoted(elsewhere(row.html), row.title)) for row in rows]
    if title:
        groups = [(None, told)]
    else:
        groups = [(each, list(found)) for each, found in groupby(told, lambda pair: pair[0].Collection)]
    return {"title": title, "groups": groups, "printed_on": today(), "is_whole": slug is None and not title}
