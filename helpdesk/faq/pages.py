"""Rendering an article, for those who read it and for those who say what they think of it."""

import re
from datetime import date

from flask import render_template

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import AnyRow
from helpdesk.faq.labels import AUDIENCES, VOTE_REASONS
from helpdesk.faq.opinion import NO_OPINION, Opinion
from helpdesk.faq.rules import agreement, is_expired
from helpdesk.sepa.codes import all_codes
from helpdesk.web.i18n import current_lang

INNER_LINK = re.compile(r'href="/(?=[^/])')


def today() -> date:
    """Return the day in Paris."""
    return local(clock.now()).date()


def article_page(row: AnyRow, opinion: Opinion = NO_OPINION) -> str:
    """Render an article, with what its reader has said of it so far."""
    known = all_codes()
    return render_template(
        "faq/show.html",
        article=row,
        html=in_language(row.html),
        is_expired=is_expired(row.valid_until, today()),
        audience=AUDIENCES[row.audience],
        codes=[known[code] for code in row.reason_codes if code in known],
        agreement=agreement(row.helpful, row.unhelpful),
        opinion=opinion,
        vote_reasons=VOTE_REASONS,
    )


def in_language(html: str) -> str:
    """Keep the reader’s language in the links of a text: the editor writes them without prefix."""
    lang = current_lang()
    return html if lang == "fr" else INNER_LINK.sub(f'href="/{lang}/', html)
