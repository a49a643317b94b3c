"""Rendering an article, for those who read it and for those who say what they think of it."""

import re
from collections.abc import Sequence
from datetime import date

from flask import render_template
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from helpdesk.accounts.viewer import current_viewer
from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import AnyRow
from helpdesk.engines import paper
from helpdesk.faq import queries
from helpdesk.faq.labels import AUDIENCES, VOTE_REASONS
from helpdesk.faq.opinion import NO_OPINION, Opinion
from helpdesk.faq.promises.rules import standing_of
from helpdesk.faq.readers.current import current_badges
from helpdesk.faq.readers.labels import kept_for
from helpdesk.faq.readers.rules import may_read
from helpdesk.faq.rules import agreement, is_expired
from helpdesk.faq.situations import offered
from helpdesk.sepa.codes import all_codes
from helpdesk.web.i18n import current_lang
from helpdesk.web.links import absolute
from helpdesk.web.markdown.days import tell_ended
from helpdesk.web.panels import panels_for

_ANCHORS = re.compile(
    r'<a class="anchor"[^>]*>#</a>|<div class="meanings" hidden>.*?</div>| aria-describedby="terme-[^"]*"',
    re.DOTALL,
)
_HEADINGS = re.compile(r"<(/?)h([23])(?:[^>]*)>")
_HEARD = re.compile('<span class="sr">[^<]*</span>')
INNER_LINK = re.compile(r'href="/(?=[^/])')


def today() -> date:
    """Return the day in Paris."""
    return local(clock.now()).date()


def article_page(row: AnyRow, opinion: Opinion = NO_OPINION) -> str:
    """Render an article, with what its reader has said of it so far."""
    known, viewer = all_codes(), current_viewer()
    variants = offered(open_links(row.variants), today(), own=row.slug)
    return render_template(
        "faq/show.html",
        article=row,
        way=queries.way_to(row),
        html=here(row.html),
        kept_for=kept_for([row.readers]).get(row.readers, ""),
        related=open_links(row.related),
        variants=variants,
        replacement=next(iter(open_links([row.replacement] if row.replacement else [])), None),
        is_expired=is_expired(row.valid_until, today()),
        promise=standing_of(row.promise_due_on, row.promise_kept_on, today()) if row.promise else None,
        audience=AUDIENCES[row.audience],
        codes=[known[code] for code in row.reason_codes if code in known],
        agreement=agreement(row.helpful, row.unhelpful),
        opinion=opinion,
        vote_reasons=VOTE_REASONS,
        panels=panels_for("faq.show", (viewer, row.slug, variants)) if viewer else [],
        has_pdf=paper.is_available(),
        structured=structured(row) if settings().base_url and not row.readers else "",
    )


def open_links(links: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Leave out the links to articles that the reader may not see."""
    return [each for each in links if "readers" not in each or may_read(each["readers"], current_badges())]


def structured(row: AnyRow) -> Markup:
    """Return the question and its short answer as search engines read them.

    The element holds data, which no policy for scripts forbids: a browser neither runs nor loads it.
    """
    answer = {
        "@type": "Answer",
        "text": row.summary,
        "url": absolute("faq.show", lang=row.lang, slug=row.slug),
    }
    question = {"@type": "Question", "name": row.title, "acceptedAnswer": answer}
    facts = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": row.lang,
        "mainEntity": [question],
    }
    return Markup('<script type="application/ld+json">{}</script>').format(htmlsafe_json_dumps(facts))


def demoted(html: str, title: str) -> str:
    """Return a text whose headings stand one level lower, without anchors: several articles make one page."""
    html = _ANCHORS.sub("", html)
    # Frames of tables are landmarks, told apart by their names.
    html = html.replace('role="region" aria-label="', f'role="region" aria-label="{escape(title)} – ')
    return _HEADINGS.sub(lambda found: f"<{found[1]}h{int(found[2]) + 2}>", html)


def elsewhere(html: str) -> str:
    """Return a text as it is read away from this site, in a feed or on paper: its links lead here.

    What only screen readers should say is left out, since nothing hides it there.
    """
    base = settings().base_url + ("/en" if current_lang() == "en" else "")
    return INNER_LINK.sub(f'href="{base}/', tell_ended(_HEARD.sub("", html), today()))


def here(html: str) -> str:
    """Return a text as it is read here today: links in the reader’s language, events that are over called so."""
    lang = current_lang()
    html = tell_ended(html, today())
    return html if lang == "fr" else INNER_LINK.sub(f'href="/{lang}/', html)
