"""Pages to print, and PDF files. Without the extra `pdf`, the address of a file leads to the page to print."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from helpdesk.accounts.limits import check_limit, client_key
from helpdesk.accounts.viewer import current_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import AnyRow
from helpdesk.engines import paper
from helpdesk.engines.paper import NoPaper
from helpdesk.faq import queries
from helpdesk.faq.models import ContentState
from helpdesk.faq.pages import demoted, elsewhere, today
from helpdesk.faq.printing.contacts import Relay, relays_of
from helpdesk.faq.printing.making import press
from helpdesk.faq.printing.queries import find_state, list_printed, list_printed_guides
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.rules import ArticleKind
from helpdesk.web.headers import make_public
from helpdesk.web.i18n import current_lang
from helpdesk.web.opening import hours_in_words
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
    return _pdf(key, slug, url_for("faq.show", slug=slug), lambda: _alone(row), is_public=not row.readers)


def _page(slug: str | None) -> Response:
    def build() -> tuple[Answer, str]:
        said = _pack(slug)
        generation = said.state.generation if said.state else 0
        page = render_template(
            "faq/printing/page.html", slug=slug, has_pdf=paper.is_available(), **said.in_template()
        )
        return (generation,), page

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def _pack_pdf(slug: str | None) -> AnyResponse:
    page = url_for("faq.print_collection", slug=slug) if slug else url_for("faq.print_pack")
    said, viewer = _pack(slug), current_viewer()
    generation = said.state.generation if said.state else 0
    # A role or a membership that begins or ends changes what a person may have, and nothing else in this key.
    who = (viewer.id if viewer else 0, current_badges())
    key = ("pack", slug, current_lang(), generation, today(), *who, said.mark)
    return _pdf(key, slug or "aide", page, said.in_template, is_public=viewer is None)


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


@dataclass(frozen=True)
class Pack:
    """What a page or a file says: articles, guides, contacts, and of which day it is."""

    slug: str | None
    rows: Sequence[AnyRow]
    guides: Sequence[AnyRow]
    relays: Sequence[Relay]
    state: ContentState | None

    @property
    def mark(self) -> int:
        """What changes with the contacts: those of organisations are no part of the content."""
        return hash(repr(self.relays))

    def in_template(self) -> dict[str, object]:
        """Return it as templates want it: groups of texts by collection, links that hold on paper."""
        groups = [
            (parts, list(some)) for parts, some in groupby(_told(self.rows), lambda pair: pair[0].Collection)
        ]
        return {
            "title": "",
            "groups": groups,
            "guides": list(_told(self.guides)),
            "relays": self.relays,
            "hours": hours_in_words(settings().support_hours, current_lang()),
            "changed_on": local(self.state.changed_at).date() if self.state else None,
            "printed_on": today(),
            "is_whole": self.slug is None,
        }


def _pack(slug: str | None) -> Pack:
    """Read what whoever asks may have on paper; guides go with the whole only."""
    day, lang = today(), current_lang()
    return Pack(
        slug,
        list_printed(slug, lang, day, current_badges()),
        list_printed_guides(lang) if slug is None else [],
        relays_of(current_viewer(), day),
        find_state(),
    )


def _told(rows: Sequence[AnyRow]) -> Iterator[tuple[AnyRow, str]]:
    return ((row, demoted(elsewhere(row.html), row.title)) for row in rows)


def _alone(row: AnyRow) -> dict[str, object]:
    """Return what the file of one article says."""
    return {
        "title": row.title,
        "groups": [(None, list(_told([row])))],
        "guides": [],
        "relays": [],
        "hours": hours_in_words(settings().support_hours, current_lang()),
        "changed_on": None,
        "printed_on": today(),
        "is_whole": False,
    }
