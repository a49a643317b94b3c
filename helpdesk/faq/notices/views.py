"""The pages of the notices: all of them by series, and each at an address that stays."""

from collections.abc import Iterable

from flask import Response, render_template

from helpdesk.accounts.viewer import current_viewer
from helpdesk.faq import queries
from helpdesk.faq.labels import AUDIENCES
from helpdesk.faq.notices.citing import call, name, number
from helpdesk.faq.notices.queries import list_notices
from helpdesk.faq.notices.rules import Notice, links_of, newest_first, superseded
from helpdesk.faq.pages import here, open_links, today
from helpdesk.faq.rules import ArticleKind
from helpdesk.web.i18n import current_lang
from helpdesk.web.pagecache import Answer, public_page


def index() -> Response:
    """List the notices by series, the newest first."""

    def build() -> tuple[Answer, str]:
        generation = queries.generation()
        notices = {each.slug: each for each in list_notices(current_lang())}
        page = render_template(
            "faq/notices/index.html",
            series=_by_series(notices.values()),
            superseded=superseded(notices),
            number=number,
        )
        return (generation,), page

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def show(slug: str) -> Response:
    """Show a notice, what it takes the place of or reminds of, and which later ones speak of it."""

    def build() -> tuple[Answer, str]:
        generation, lang = queries.generation(), current_lang()
        row = queries.get_article(slug, ArticleKind.NOTICE, lang, today())
        notices = {each.slug: each for each in list_notices(lang)}
        page = render_template(
            "faq/notices/show.html",
            article=row,
            notice=notices[slug],
            links=links_of(slug, notices),
            html=here(row.html),
            related=open_links(row.related),
            audience=AUDIENCES[row.audience],
            call=call,
            name=name,
        )
        return (generation,), page

    return public_page(queries.GENERATION, build, for_everybody=current_viewer() is None)


def _by_series(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    """Group notices by series: first the one that spoke last, in each the newest first."""
    found: dict[str, list[Notice]] = {}
    for each in newest_first(notices):
        found.setdefault(each.numbered.series, []).append(each)
    return found
