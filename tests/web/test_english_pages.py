"""Pages under /en/ speak English: no sentence of the French program is left in them."""

import re
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

import helpdesk
from helpdesk.access import ACCESS, PUBLIC
from helpdesk.faq.loading import load_content
from helpdesk.places import find_folder
from tests.builders import a_desk, a_rule, a_ticket
from tests.people import Cast, signed_in

CATALOGUE = Path(helpdesk.__file__).parent / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)\d*[a-z]|%%")
LONG = 25
"""Shorter words may be the same in both languages, or part of a name."""
FRENCH = "/saisine"
"""Where agents prepare what goes to the administration: written in French whatever they read themselves."""
WORDED = frozenset({"alt", "aria-label", "content", "placeholder", "title", "value"})
"""Attributes that people read or hear, besides what scripts are told to say."""
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "use"})


class EnglishText(HTMLParser):
    """What people read or hear of a page, but for the parts that the page itself says are French."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._languages = ["en"]
        self.feed(page)

    @property
    def words(self) -> str:
        return plain(" ".join(self.parts))

    def handle_starttag(self, tag, attrs):
        lang = dict(attrs).get("lang") or self._languages[-1]
        if lang == "en":
            self.parts += [value for name, value in attrs if value and said(name)]
        if tag not in VOID:
            self._languages.append(lang)

    def handle_startendtag(self, tag, attrs):
        """Leave out what has no words and no end, such as the pieces of an icon."""

    def handle_endtag(self, tag):
        if tag not in VOID:
            self._languages.pop()

    def handle_data(self, data):
        if self._languages[-1] == "en":
            self.parts.append(data)


def said(attribute: str) -> bool:
    return attribute in WORDED or attribute.startswith("data-")


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def french() -> set[str]:
    """The long pieces of the French sentences, cut where a value stands."""
    with CATALOGUE.open("rb") as file:
        messages = [each for each in read_po(file, locale="en") if each.id and each.id != each.string]
    sentences = chain.from_iterable([each.id] if isinstance(each.id, str) else each.id for each in messages)
    pieces = (plain(piece) for sentence in sentences for piece in PLACEHOLDER.split(sentence))
    return {piece for piece in pieces if len(piece) > LONG}


@pytest.fixture
def loaded(app: Flask, now) -> None:
    load_content(find_folder("content"), now=now)


def addresses(app: Flask, *, public: bool, **values: str) -> list[str]:
    """List the pages that need nothing but `values`."""
    found = [rule for rule in app.url_map.iter_rules() if is_listed(rule, public=public)]
    with app.test_request_context():
        return [url_for(rule.endpoint, **values) for rule in found if rule.arguments == set(values)]


def is_listed(rule: Rule, *, public: bool) -> bool:
    known = rule.endpoint in ACCESS and (ACCESS[rule.endpoint] is PUBLIC) == public
    return known and "GET" in (rule.methods or ())


def left_over(client: FlaskClient, address: str, french: set[str]) -> list[str]:
    page = client.get(f"/en{address}")
    assert page.status_code != 500, address
    if page.mimetype != "text/html":
        return []
    words = EnglishText(page.text).words
    return [f"{address}: {sentence}" for sentence in sorted(french) if sentence in words]


def test_a_french_sentence_would_be_found(client: FlaskClient, french: set[str]):
    page = client.get("/connexion")

    words = EnglishText(page.text.replace('lang="fr"', 'lang="en"')).words
    assert any(sentence in words for sentence in french)


def test_public_pages_are_english(app: Flask, client: FlaskClient, loaded: None, french: set[str]):
    pages = addresses(app, public=True)
    pages += [
        "/rien-ici",
        "/recherche?q=rejet",
        "/recherche?q=xyzzy",
        "/collections/collecte-en-ligne",
        "/faq/double-prelevement",
        "/faq/double-prelevement?avis=pourquoi&vote=x",
        "/faq/double-prelevement?avis=merci&vote=x",
        "/pages/accessibilite",
    ]

    found = [line for address in pages for line in left_over(client, address, french)]

    assert len(pages) > 15
    assert found == []


@pytest.mark.parametrize("role", ["supervisor", "administrator", "editor", "sysadmin"])
def test_staff_pages_are_english(app: Flask, client: FlaskClient, people: Cast, role: str, french: set[str]):
    signed_in(client, getattr(people, role))

    found = [line for each in addresses(app, public=False) for line in left_over(client, each, french)]

    assert found == []


def test_the_pages_of_a_dossier_are_english(
    app: Flask, client: FlaskClient, people: Cast, now, french: set[str]
):
    a_rule(a_desk("accueil", people.supervisor))
    facts = {"amount_cents": 600000, "members_touched": 8, "reason_code": "AM05"}
    ticket = a_ticket(now, callback_wanted=True, phone="+33199001234", lang="en", **facts)
    signed_in(client, people.supervisor)

    pages = [each for each in addresses(app, public=False, reference=ticket.reference) if FRENCH not in each]
    found = [line for address in pages for line in left_over(client, address, french)]

    assert f"/bureau/dossiers/{ticket.reference}" in pages
    assert found == []
