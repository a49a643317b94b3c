"""French pages: no sign stands alone at the beginning of a line, nor an opening quotation mark at its end."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core.clock import now as clock_now
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.faq.loading import load_content
from helpdesk.places import find_folder
from helpdesk.tickets.opening import open_ticket
from tests.builders import a_complaint, a_desk, a_rule, a_ticket
from tests.people import Cast, signed_in
from tests.tickets.work.desk_pages import fields_of
from tests.web.test_english_pages import VOID, addresses

ALONE = re.compile(r"\S [?!:;»](?=[\s<).,\]]|$)|« ")
"""A plain space before a sign, or after an opening quotation mark."""

VERBATIM = frozenset({"code", "kbd", "pre", "samp", "script", "style", "textarea"})
"""What is shown as it is typed or as programs say it."""
INLINE = frozenset({"a", "abbr", "b", "cite", "em", "i", "mark", "q", "s", "small", "span", "strong"})


class FrenchText(HTMLParser):
    """The texts of a page as lines are broken in them: pieces of a sentence stay together."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts = [""]
        self._within: list[tuple[str, str]] = [("html", "fr")]
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self._within.append((tag, dict(attrs).get("lang") or self._within[-1][1]))
        if tag not in INLINE:
            self.texts.append("")

    def handle_startendtag(self, tag, attrs):
        """Leave out the pieces of an icon."""

    def handle_endtag(self, tag):
        if tag not in VOID:
            self._within.pop()
        if tag not in INLINE:
            self.texts.append("")

    def handle_data(self, data):
        if not VERBATIM & {tag for tag, _lang in self._within} and self._within[-1][1] == "fr":
            self.texts[-1] += data


def alone_in(page: str) -> list[str]:
    texts = (" ".join(text.split(" ")).replace("\n", " ") for text in FrenchText(page).texts)
    return [
        re.sub(r"\s+", " ", text[max(0, found.start() - 30) : found.end() + 10])
        for text in texts
        for found in ALONE.finditer(re.sub(r" +", " ", text))
    ]


def wrong(client: FlaskClient, pages: list[str]) -> list[str]:
    found = []
    for address in pages:
        answer = client.get(address)
        assert answer.status_code != 500, address
        if answer.mimetype == "text/html":
            found += [f"{address}: {text}" for text in alone_in(answer.text)]
    return sorted(set(found))


@pytest.fixture
def loaded(app: Flask, now) -> None:
    load_content(find_folder("content"), now=now)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("<p>Pourquoi ?</p>", 1),
        ("<p>Le <b>rejet</b> : un code</p>", 1),
        ("<p>« Oui\u00a0»</p>", 1),
        ("<p>Pourquoi\u202f? Un code\u00a0: AM04, à 12:30, «\u00a0oui\u00a0»</p>", 0),
        ("<p>Why<b>?</b> <code>a ? b : c</code></p><textarea>Où ?</textarea>", 0),
        ('<p lang="en">Strange ?</p>', 0),
    ],
)
def test_a_sign_that_stands_alone_would_be_found(written, found):
    assert len(alone_in(written)) == found


def test_public_pages(app: Flask, client: FlaskClient, loaded: None):
    pages = addresses(app, public=True)
    pages += [
        "/rien-ici",
        "/recherche?q=rejet",
        "/recherche?q=prelevment",
        "/recherche?q=xyzzy",
        "/collections/collecte-en-ligne",
        "/collections/reponses-a-la-carte/imprimer",
        "/imprimer?fiche=double-prelevement",
        "/faq/double-prelevement",
        "/faq/tarifs",
        "/faq/double-prelevement?avis=pourquoi&vote=x",
        "/faq/double-prelevement?avis=deja",
        "/pages/accessibilite",
        "/codes/MS03",
        "/guides/modeles-de-lettres",
        "/notes/information-prelevement-2",
        "/diagnostic/activation/oui/non/jamais/oui",
    ]

    assert wrong(client, pages) == []


@pytest.mark.parametrize("role", ["supervisor", "administrator", "editor", "sysadmin"])
def test_staff_pages(app: Flask, client: FlaskClient, people: Cast, loaded: None, now, role: str):
    a_rule(a_desk("accueil", people.supervisor))
    a_ticket(now, subject="Que veut dire MS03 ?", members_touched=12, amount_cents=600_000)
    propose_due(now=now + timedelta(days=4))
    signed_in(client, getattr(people, role))
    pages = addresses(app, public=False)
    pages += ["/bureau/fiches/1", "/bureau/fiches/?q=code", "/bureau/?vue=tous", "/bureau/escalades?vue=sent"]

    assert wrong(client, pages) == []


def test_the_pages_of_a_dossier_for_the_desk_and_for_the_member(
    app: Flask, client: FlaskClient, people: Cast, loaded: None, now
):
    a_rule(a_desk("accueil", people.supervisor))
    opened = open_ticket(
        a_complaint(subject="Que veut dire MS03 ?", body="Bonjour ! Pourquoi ce code : MS03 ?"),
        now=clock_now(),
    )
    reference = opened.ticket.reference
    desk, member = signed_in(client, people.supervisor), app.test_client()
    page = desk.get(f"/bureau/dossiers/{reference}").text
    desk.post(
        f"/bureau/dossiers/{reference}/reponses",
        data={
            **fields_of(page),
            "kind": "reply",
            "then": "go_on",
            "body": "Bonjour ; voici : « MS03 » est sans motif ; merci !",
        },
    )
    pages = addresses(app, public=False, reference=reference)
    mine = member.get(f"/suivi/{opened.token}").location

    assert wrong(desk, pages) == []
    assert "sans motif" in member.get(mine).text
    assert wrong(member, [mine]) == []
