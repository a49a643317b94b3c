"""The content that is shipped: whole, sound, and rightly spaced."""

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.content.folder import read_content
from helpdesk.faq.loading import check_content, load_content
from helpdesk.faq.models import Article
from helpdesk.faq.rules import ArticleKind
from helpdesk.places import find_folder

PLAN = {
    "collecte-en-ligne": """
        joindre-assistance guide-utilisateur changement-plateforme re-signer-mandats facturation-suspendue
        saisir-confederation dysfonctionnement-grave double-prelevement montant-errone non-preleve apres-depart
        revoquer-mandat rum-ics-mandat codes-de-rejet am04-provision changer-iban avis-prealable
        delais-remboursement mandat-36-mois liste-blanche impayes-non-restitues representer remise-rejetee
        fichiers-acceptes mandats-perdus connexion changer-tresorier donnees-adherent
    """,
    "compte-cooperative": """
        solde-ancien-compte declencher-reversement validation-inachevee compte-pro-inactif collecte-immediate
        inscription-tardive changement-definitif second-mandataire commander-carte code-pin rapatrier-collecte
        adresse-mandataire affiliation-requise cheque-recu depot-especes especes-transition tarifs avance-urgence
        joindre-ad
    """,
    "reponses-a-la-carte": """
        le-service delai-rappel confidentialite territoires themes preparer-demande satisfaction bilan
    """,
}
PAGES = {"mentions-legales", "donnees-personnelles", "accessibilite"}

PLAIN_SPACE = re.compile(r" [?!;»%]|« | :(?=\s|$)")


def test_the_55_articles_of_the_plan_are_there():
    articles = read_content(find_folder("content")).articles()

    found = {slug: set() for slug in PLAN}
    for _, matter in articles:
        if matter.lang == "fr":
            found[matter.collection].add(matter.slug)
    assert found == {collection: set(slugs.split()) for collection, slugs in PLAN.items()}
    assert sum(map(len, found.values())) == 55


def test_each_article_is_asked_for_in_three_ways_at_least():
    for _, matter in read_content(find_folder("content")).articles():
        assert len({alias.casefold() for alias in matter.aliases}) >= 3, matter.slug


def test_the_pages_are_there_in_both_languages():
    content = read_content(find_folder("content"))
    pages = {
        (each.matter.slug, each.matter.lang) for each in content.sources if each.path.parent.name == "pages"
    }

    assert pages == {(slug, lang) for slug in PAGES for lang in ("fr", "en")}


def test_the_content_has_no_fault(app: Flask):
    faults = check_content(find_folder("content"), now=clock.now())

    assert [fault for fault in faults if not fault.is_warning] == []


@pytest.fixture
def loaded(app: Flask, now: datetime) -> None:
    load_content(find_folder("content"), now=clock.now())


class TextNodes(HTMLParser):
    """Collect the text that people read, code apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[str] = []
        self._verbatim = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._verbatim += tag in {"code", "pre", "script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._verbatim -= tag in {"code", "pre", "script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._verbatim:
            self.nodes.append(data)


def badly_spaced(html: str) -> Iterator[str]:
    return (node for node in TextNodes(html).nodes if PLAIN_SPACE.search(node))


def test_no_french_sign_stands_after_a_plain_space(client: FlaskClient, loaded: None):
    addresses = [
        "/",
        "/faq/",
        "/recherche",
        "/recherche?q=prélèvement+rejeté",
        "/recherche?q=xyzzy",
        "/reponse-trouvee",
    ]
    addresses += [f"/collections/{slug}" for slug in PLAN]
    addresses += [f"/faq/{slug}" for slugs in PLAN.values() for slug in slugs.split()]
    addresses += [f"/faq/double-prelevement?avis={step}&vote=x" for step in ("pourquoi", "merci")]
    addresses += [f"/pages/{slug}" for slug in PAGES]

    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert list(badly_spaced(page.text)) == [], address


def test_every_article_has_a_table_of_contents_and_words_for_the_index(loaded: None):
    for row in db.session.scalars(select(Article).where(Article.kind == ArticleKind.FAQ)):
        assert len(row.toc) >= 2, row.slug
        assert len(row.plain_text.split()) > 100, row.slug
        assert "{{" not in row.html, row.slug


def test_people_find_what_they_ask_for(client: FlaskClient, loaded: None):
    asked = {
        "on m'a prélevé deux fois ce mois ci": "double-prelevement",
        "prelevement rejete AM04": "am04-provision",
        "j'ai changé de banque": "changer-iban",
        "comment arreter mon prelevement": "revoquer-mandat",
        "je recois combien de temps avant": "avis-prealable",
        "code carte perdu": "code-pin",
        "sous combien de temps on me rappelle": "delai-rappel",
        "acompte voyage scolaire urgent": "avance-urgence",
    }

    for query, slug in asked.items():
        results = client.get("/recherche.json", query_string={"q": query}).json["results"]
        assert slug in [each["slug"] for each in results[:3]], query


def test_articles_that_hold_for_one_provider_name_it(loaded: None, client: FlaskClient):
    page = client.get("/recherche?q=carte").text

    assert re.findall("<option>(La [^<]+)</option>", page) == ["La banque", "La plateforme de collecte"]
    assert "The bank" in client.get("/en/recherche?q=card").text
