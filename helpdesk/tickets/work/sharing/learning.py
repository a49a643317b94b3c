"""What an answer teaches: the subject of a dossier, without anything personal, in whose answer an article is named."""

import re
from datetime import datetime

from helpdesk.config import settings
from helpdesk.db import db
from helpdesk.faq.learning.rules import Source
from helpdesk.faq.learning.service import learn
from helpdesk.organisations.models import Organisation
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.work.sharing.patterns import MARKS
from helpdesk.tickets.work.sharing.rules import make_impersonal

MOST_ARTICLES = 3
"""An answer that names more is a list to read, and says nothing of the subject."""

_ARTICLE = re.compile(
    r"(?<![\w/])(?P<host>https?://[^\s/]{1,200})?(?:/en)?/faq/(?P<slug>[a-z0-9][a-z0-9-]{0,79})(?![\w-])"
)
_MARKS = re.compile("|".join(map(re.escape, MARKS.values())))


def learn_from_answer(ticket: Ticket, body: str, *, now: datetime) -> None:
    """Propose the subject of a dossier as words for the articles that its answer names. Part of the answer’s use case.

    A subject in which something personal stood teaches nothing: with a hole in it, it is nobody’s question. Nor
    does that of a confidential dossier, which editors may not see.
    """
    if ticket.confidential:
        return
    slugs = articles_in(body, settings().base_url)
    if not slugs or len(slugs) > MOST_ARTICLES:
        return
    organisation = db.session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None
    place = (organisation.name, organisation.code, organisation.town) if organisation else ()
    subject = make_impersonal(
        ticket.subject,
        names={ticket.requester_name},
        organisations={ticket.organisation_text, *place},
        identifiers={ticket.reference, ticket.rum, ticket.vendor_reference},
    ).text
    if _MARKS.search(subject):
        return
    for slug in slugs:
        learn(slug, ticket.lang, subject, Source.LINKED, now=now)


def articles_in(body: str, base_url: str) -> list[str]:
    """Return the slugs of our articles whose addresses stand in a text, each once."""
    found = (each for each in _ARTICLE.finditer(body) if each["host"] in {None, base_url})
    return list(dict.fromkeys(each["slug"] for each in found))
