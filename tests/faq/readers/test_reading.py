"""An article that is kept for some: they find and read it, to everybody else it does not exist."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.engines.search import Filters
from helpdesk.faq.indexing import doc_id, search_engine
from helpdesk.faq.models import Article
from helpdesk.faq.readers.rules import stored
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.storing import note_files
from helpdesk.faq.writing.models import ArticleFile
from helpdesk.organisations.models import Membership
from tests.faq.conftest import Shelf
from tests.faq.readers.conftest import AsWhom, an_organisation, speaks_for
from tests.people import Cast
from tests.statements import counted_statements

SECRET = ("tresor", "Virements du trésor", "Banque secrète", "Virements de Paris", "/faq/paris")
PUBLIC_PAGES = (
    "/",
    "/faq/",
    "/faq/public",
    "/collections/collecte-en-ligne",
    "/collections/collecte-en-ligne/imprimer",
    "/imprimer",
    "/recherche?q=virements",
    "/recherche?q=virements&collection=collecte-en-ligne",
    "/recherche?q=rien-de-tel-zzz",
    "/recherche.json?q=virements",
    "/recherche/suggestions?q=virements",
    "/flux.atom",
    "/collections/collecte-en-ligne/flux.atom",
    "/sitemap.xml",
    "/opensearch.xml",
    "/service-worker.js",
    "/diagnostic/",
)
OF_AN_ARTICLE = ("/faq/{}", "/en/faq/{}", "/faq/{}?mots=virements", "/faq/{}.pdf", "/faq/{}/prevenez-moi")


def slugs(client: FlaskClient, path: str = "/recherche.json?q=virements") -> set[str]:
    return {each["slug"] for each in client.get(path).json["results"]}


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_no_public_page_betrays_it(client: FlaskClient, kept: Shelf, path: str, prefix: str):
    public = db.session.query(Article).filter_by(slug="public").one()
    public.related = [
        {"slug": "tresor", "title": "Virements du trésor", "readers": stored(["role:treasurer"])}
    ]
    public.variants = [
        {"slug": "public", "label": "Pour tous"},
        {"slug": "paris", "label": "Virements de Paris", "readers": stored(["org:75-UD/geo"])},
    ]
    db.session.commit()

    page = client.get(prefix + path)

    assert page.status_code == 200
    for words in SECRET:
        assert words not in page.text


@pytest.mark.parametrize("path", OF_AN_ARTICLE)
@pytest.mark.parametrize("slug", ["tresor", "paris"])
def test_who_may_not_see_it_gets_not_found(visit: AsWhom, kept: Shelf, people: Cast, path: str, slug: str):
    others = [None, people.agent, people.sysadmin, people.stranger if slug == "tresor" else people.treasurer]

    for viewer in others:
        assert visit(viewer).get(path.format(slug)).status_code == 404


def test_nothing_can_be_said_of_it_by_who_may_not_see_it(client: FlaskClient, kept: Shelf):
    assert client.post("/faq/tresor/avis", data={"helpful": "oui"}).status_code == 404
    assert client.post("/reponse-trouvee", data={"slug": "tresor"}).status_code == 404
    assert client.post("/faq/tresor/prevenez-moi", data={"email": "a@example.org"}).status_code == 404


def test_who_may_finds_it_and_reads_for_whom_it_is_kept(visit: AsWhom, kept: Shelf, people: Cast):
    treasurer, local = visit(people.treasurer), visit(people.stranger)

    assert slugs(treasurer) == {"public", "tresor"}
    assert slugs(local) == {"public", "paris"}
    assert "Réservé à : trésoriers et correspondants" in treasurer.get("/faq/tresor").text.replace(
        "\xa0", " "
    )
    page = local.get("/faq/paris").text.replace("\xa0", " ")
    assert "Réservé à : Organisation 75-UD et ce qui en dépend (ligne géographique)" in page
    assert treasurer.get("/en/faq/tresor").status_code == 200


def test_it_stands_in_the_lists_of_who_may(visit: AsWhom, kept: Shelf, people: Cast):
    treasurer = visit(people.treasurer)

    for path in ("/", "/faq/", "/collections/collecte-en-ligne", "/recherche?q=virements"):
        page = treasurer.get(path).text
        assert "/faq/tresor" in page, path
        assert "/faq/paris" not in page, path
    assert "Réservé" in treasurer.get("/recherche?q=virements").text
    assert treasurer.get("/recherche.json?q=virements").json["results"][0].keys() >= {"slug", "url"}


def test_who_writes_articles_reads_them_all(visit: AsWhom, kept: Shelf, people: Cast):
    assert slugs(visit(people.editor)) == {"public", "tresor", "paris"}


def test_what_was_kept_for_one_reader_is_never_served_to_another(visit: AsWhom, kept: Shelf, people: Cast):
    page = visit(people.treasurer).get("/faq/tresor")

    assert page.status_code == 200
    assert "public" not in page.headers["Cache-Control"]
    assert "application/ld+json" not in page.text
    assert visit(None).get("/faq/tresor").status_code == 404


def test_a_page_that_was_public_is_gone_from_the_cache_as_soon_as_it_is_kept(visit: AsWhom, kept: Shelf):
    assert visit(None).get("/faq/public").status_code == 200
    assert visit(None).get("/faq/public").status_code == 200

    # Not even its content has another mark: the cache asks whether it is for everybody too.
    db.session.query(Article).filter_by(slug="public").update({"readers": stored(["role:agent"])})
    db.session.commit()

    assert visit(None).get("/faq/public").status_code == 404


def test_an_index_that_lags_behind_betrays_nothing(client: FlaskClient, kept: Shelf):
    db.session.query(Article).filter_by(slug="public").update({"readers": stored(["role:agent"])})
    db.session.commit()

    assert slugs(client) == set()


def test_the_index_itself_hides_it(kept: Shelf):
    hits = search_engine().search("virements", filters=Filters(badges=frozenset()))

    assert {hit.id for hit in hits.hits} == {doc_id("public", "fr")}


def test_without_an_index_nothing_is_betrayed_either(
    visit: AsWhom, kept: Shelf, people: Cast, tmp_path: Path
):
    shutil.rmtree(tmp_path / "index")

    assert slugs(visit(None)) == {"public"}
    assert slugs(visit(people.treasurer)) == {"public", "tresor"}


def test_a_membership_that_ended_opens_nothing(visit: AsWhom, kept: Shelf, people: Cast, now: datetime):
    db.session.query(Membership).update({"valid_until": (now - timedelta(days=2)).date()})
    db.session.commit()

    assert visit(people.stranger).get("/faq/paris").status_code == 404


def test_somebody_with_very_many_memberships_reads_and_finds(
    visit: AsWhom, kept: Shelf, people: Cast, now: datetime
):
    for number in range(260):
        speaks_for(people.stranger, an_organisation(f"more-{number}", now))
    visitor = visit(people.stranger)

    assert slugs(visitor) == {"public", "paris"}
    for path in ("/", "/faq/", "/collections/collecte-en-ligne", "/recherche?q=virements"):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "/faq/paris" in page.text
        assert "/faq/tresor" not in page.text


def test_the_kinds_of_readers_are_asked_for_once_a_page_and_never_for_nobody(
    visit: AsWhom, kept: Shelf, people: Cast
):
    anonymous, treasurer = visit(None), visit(people.treasurer)

    with counted_statements() as public:
        anonymous.get("/collections/collecte-en-ligne")
    with counted_statements() as own:
        treasurer.get("/collections/collecte-en-ligne")

    kinds = "SELECT DISTINCT article.readers"
    assert sum(each.startswith(kinds) for each in public) == 0
    assert sum(each.startswith(kinds) for each in own) == 1


def walks(statements: list[str]) -> int:
    """Count the looks at who stands above whom."""
    return sum("organisation_link" in each for each in statements)


def test_badges_are_looked_up_only_where_an_article_is_not_for_everybody(
    visit: AsWhom, kept: Shelf, people: Cast
):
    anonymous, treasurer = visit(None), visit(people.treasurer)

    with counted_statements() as public:
        anonymous.get("/faq/public")
        treasurer.get("/faq/public")
    with counted_statements() as own:
        treasurer.get("/faq/tresor")
    with counted_statements() as again:
        anonymous.get("/faq/public")

    assert walks(public) == 0
    assert walks(own) == 1
    assert len(again) <= 1


@pytest.fixture
def picture(kept: Shelf, now: datetime) -> str:
    """The address of a picture that only the article of the treasurers shows."""
    db.session.add(
        ArticleFile(name="ecran.png", media_type="image/png", size=1, sha256="x", body=b"x", created_at=now)
    )
    shows("tresor")
    return "/fichiers/ecran.png"


def shows(slug: str, *, end: str = "", **changes: Any) -> None:
    html = f'<p><img src="/fichiers/ecran.png{end}" alt="L’écran"></p>'
    change({"html": html, **changes}, slug=slug)


def change(facts: dict[str, Any], **which: str) -> None:
    articles = db.session.query(Article).filter_by(**which).all()
    for article in articles:
        for name, value in facts.items():
            setattr(article, name, value)
    note_files(articles)
    db.session.commit()


def test_a_picture_is_for_the_readers_of_the_only_articles_that_show_it(
    visit: AsWhom, picture: str, people: Cast
):
    assert visit(None).get(picture).status_code == 404
    assert visit(people.agent).get(picture).status_code == 404
    answer = visit(people.treasurer).get(picture)
    assert answer.status_code == 200
    assert "public" not in answer.headers["Cache-Control"]
    assert visit(people.editor).get(picture).status_code == 200

    shows("public")
    assert "public" in visit(None).get(picture).headers["Cache-Control"]


@pytest.mark.parametrize("end", ["#page=2", "?v=2"])
def test_a_link_to_a_page_of_a_document_shows_it_too(visit: AsWhom, picture: str, people: Cast, end: str):
    shows("tresor", end=end)

    assert visit(None).get(picture).status_code == 404
    assert visit(people.treasurer).get(picture).status_code == 200

    shows("public", end=end)
    assert visit(None).get(picture).status_code == 200


@pytest.mark.parametrize("status", [ArticleStatus.DRAFT, ArticleStatus.UNPUBLISHED])
@pytest.mark.parametrize("slug", ["tresor", "public"])
def test_a_picture_of_what_nobody_reads_is_for_those_who_write(
    visit: AsWhom, picture: str, people: Cast, status: ArticleStatus, slug: str
):
    shows("tresor", status=ArticleStatus.UNPUBLISHED)
    shows(slug, status=status)

    assert visit(None).get(picture).status_code == 404
    assert visit(people.treasurer).get(picture).status_code == 404
    answer = visit(people.editor).get(picture)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_picture_that_no_article_shows_or_none_yet_is_not_public(visit: AsWhom, picture: str, people: Cast):
    shows("public", valid_from=(clock.now() + timedelta(days=2)).date())

    assert visit(None).get(picture).status_code == 404

    change({"html": ""})
    assert visit(None).get(picture).status_code == 404
    assert visit(people.treasurer).get(picture).status_code == 404
    assert visit(people.editor).get(picture).status_code == 200
