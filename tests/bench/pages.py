"""The pages that are measured: their addresses on an instance, what they are measured against, what to reach."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote

from flask import Flask, url_for
from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.accounts.sessions import cookie_name, start_session
from helpdesk.core.clock import now
from helpdesk.db import db
from helpdesk.faq.models import Article, Collection
from tests.bench.load import Call, Calls
from tests.bench.seeding.articles import slugs
from tests.bench.seeding.dossiers import long_references
from tests.bench.seeding.instances import HOST
from tests.bench.submitting import kept_cookies, submissions

BARE_PAGE, BARE_LIST = "bare page", "bare list"
READ = 40
"""How many different articles are read in turn."""
BARE_SIZE = (4_500, 5_500)
"""Length of the text on the bare page, in signs: with its head and foot some six kilobytes."""
QUESTIONS = (
    "prélevé deux fois",
    "double prélèvement remboursement",
    "changer mon iban",
    "mandat perdu",
    "code AM04",
    "provision insuffisante",
    "je n’arrive pas à me connecter",
    "prelevement aprés mon départ",
    "avance urgence séjour",
    "déposer des espèces",
    "changer de trésorier",
    "remise rejetée",
    "où trouver la rum",
    "tarifs de la carte",
    "compte inactif",
)


@dataclass(frozen=True)
class Page:
    """A page, the calls that ask for it, and what it may cost as a multiple of `beside`."""

    name: str
    calls: Calls
    beside: str = BARE_PAGE
    at_most: float | None = None
    statements_at_most: int | None = None

    def is_named(self, pattern: str) -> bool:
        """Tell whether the name fits a regular expression somewhere."""
        return re.search(pattern, self.name) is not None


def bare_calls(names: Sequence[str]) -> Mapping[str, Calls]:
    """Return the calls of the bare application, which reads the articles `names`."""
    return {
        BARE_PAGE: in_turn([f"/page/{slug}" for slug in names]),
        BARE_LIST: in_turn(["/list"]),
    }


def bare_slugs() -> list[str]:
    """Return articles of the length that the bare page shall have."""
    query = select(Article.slug).where(db.func.length(Article.html).between(*BARE_SIZE)).order_by(Article.id)
    return list(db.session.scalars(query.limit(READ)))


def list_pages(app: Flask) -> list[Page]:
    """Return the pages of an instance, with a fresh session for the agent who reads some of them."""
    agent = db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()
    token = start_session(agent.id, now=now(), second_factor=True)
    with app.test_request_context(base_url=HOST):
        articles = [url_for("faq.show", slug=slug) for slug in slugs(READ)]
        names = db.session.scalars(select(Collection.slug).order_by(Collection.position))
        collections = [url_for("faq.collection", slug=slug) for slug in names]
        searches = [f"{url_for('faq.search')}?q={quote(question)}" for question in QUESTIONS]
        dossiers = [url_for("desk.show", reference=reference) for reference in long_references()]
        home, inbox, form = url_for("faq.home"), url_for("desk.inbox"), url_for("tickets.new")
    cookie = {"Cookie": kept_cookies(app, inbox, cookie_name(), token)}
    return [
        Page("article", in_turn(articles), at_most=0.6, statements_at_most=1),
        Page("home", in_turn([home]), at_most=0.6, statements_at_most=2),
        Page("collection", in_turn(collections), at_most=2, statements_at_most=2),
        Page("article, reader signed in", in_turn(articles, cookie)),
        Page("search", in_turn(searches), at_most=20),
        Page("agents' list", in_turn([inbox], cookie), BARE_LIST, at_most=4, statements_at_most=4),
        Page("dossier, 20 messages", in_turn(dossiers, cookie), at_most=8, statements_at_most=8),
        Page("form of a dossier", in_turn([form])),
        Page("submitting a dossier", submissions(app, form), at_most=8, statements_at_most=8),
    ]


def in_turn(paths: Sequence[str], headers: Mapping[str, str] | None = None) -> Calls:
    """Return calls that go through `paths` over and over, each caller from a place of its own."""

    def calls(caller: int) -> Iterator[Call]:
        for turn in count(caller * 7):
            yield Call(paths[turn % len(paths)], headers=headers or {})

    return calls
