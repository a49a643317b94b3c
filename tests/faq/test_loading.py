"""Loading: the tables say what the files say, once, and nothing else."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq import service
from helpdesk.faq.indexing import search_engine
from helpdesk.faq.loading import BadContent, load_content
from helpdesk.faq.models import Article, ArticleVote, Collection, ContentState
from helpdesk.faq.queries import generation
from helpdesk.faq.rules import ArticleStatus
from helpdesk.web.markdown import Renderer
from tests.faq.conftest import COLLECTION, ContentFolder
from tests.faq.loads import article, counts


def test_a_folder_becomes_rows(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("## Que faire ?\n\nAppelez le {{ support.phone }}.\n", title="Prélevé deux fois ?")
    folder.page()

    assert counts(load_content(folder.root, now=now)) == (2, 0, 0, 0)

    row = article()
    assert row.title == "Prélevé deux fois\u202f?"
    assert '<a href="tel:+33199000000">01\u00a099\u00a000\u00a000\u00a000</a>' in row.html
    assert row.toc == [{"id": "que-faire", "title": "Que faire ?", "level": 2}]
    assert "Appelez le 01" in row.plain_text
    assert row.status is ArticleStatus.PUBLISHED
    assert db.session.scalars(select(Collection.slug)).all() == ["collecte-en-ligne"]


def test_loading_twice_changes_nothing(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    load_content(folder.root, now=now)

    assert counts(load_content(folder.root, now=now + timedelta(days=1))) == (0, 0, 1, 0)

    assert generation() == 1
    assert article().updated_at == now


def test_only_what_changed_is_rendered_again(
    app: Flask, folder: ContentFolder, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    folder.article()
    folder.article(slug="autre")
    load_content(folder.root, now=now)
    rendered: list[str] = []
    render = Renderer.render
    monkeypatch.setattr(
        Renderer, "render", lambda self, text, **rest: rendered.append(text) or render(self, text, **rest)
    )

    folder.article("Nouveau.\n", slug="autre")

    assert counts(load_content(folder.root, now=now)) == (0, 1, 1, 0)
    assert rendered == ["Nouveau.\n"]
    assert generation() == 2


def test_a_setting_that_an_article_shows_renders_it_again(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("{{ bank.name }}\n")
    folder.article(slug="autre")
    load_content(folder.root, now=now)
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"bank_name": "Banque *B*"})

    assert counts(load_content(folder.root, now=now)) == (0, 1, 1, 0)
    assert article().html == "<p>Banque *B*</p>"


def test_another_title_reaches_those_that_name_it(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(related=["autre"])
    folder.article(slug="autre", title="Avant")
    load_content(folder.root, now=now)

    folder.article(slug="autre", title="Après")
    load_content(folder.root, now=now)

    assert article().related == [{"slug": "autre", "title": "Après"}]


def test_a_file_that_is_gone_unpublishes_its_article_and_keeps_its_votes(
    app: Flask, folder: ContentFolder, now: datetime
):
    path = folder.article()
    folder.article(slug="autre")
    load_content(folder.root, now=now)
    service.cast_vote("double-prelevement", "fr", helpful=True, now=now)
    text = path.read_text(encoding="utf-8")
    path.unlink()

    assert counts(load_content(folder.root, now=now)) == (0, 0, 1, 1)
    assert article().status is ArticleStatus.UNPUBLISHED
    assert counts(load_content(folder.root, now=now)) == (0, 0, 1, 0)

    path.write_text(text, encoding="utf-8")

    assert counts(load_content(folder.root, now=now)) == (0, 1, 1, 0)
    assert article().status is ArticleStatus.PUBLISHED
    assert article().helpful == 1
    assert len(db.session.scalars(select(ArticleVote)).all()) == 1


def test_content_with_a_fault_changes_nothing(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    load_content(folder.root, now=now)
    folder.article("Nouveau.\n")
    folder.article(slug="autre", category="inconnue")

    with pytest.raises(BadContent, match="the category inconnue is unknown"):
        load_content(folder.root, now=now)

    assert "Nouveau" not in article().html


def test_a_text_that_hangs_is_named_and_the_others_are_still_tried(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article("[" * 20_000, slug="a-hostile")
    folder.article("[a" * 15_000, slug="b-hostile")
    folder.article(slug="c-sain")

    with pytest.raises(BadContent) as refused:
        load_content(folder.root, now=now)

    assert [fault.path.name for fault in refused.value.faults] == ["a-hostile.md", "b-hostile.md"]
    assert generation() == 0


def test_an_expired_article_is_loaded_with_a_warning(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(valid_until=(now - timedelta(days=1)).date())

    done = load_content(folder.root, now=now)

    assert [fault.sentence for fault in done.warnings] == ["the article has expired on 2026-11-15"]


def test_collections_give_the_order(app: Flask, folder: ContentFolder, now: datetime):
    folder.collections([COLLECTION | {"first": ["c"]}])
    for slug, title in (("a", "Zèbre"), ("b", "Âne"), ("c", "Milieu")):
        folder.article(slug=slug, title=title)

    load_content(folder.root, now=now)

    ordered = db.session.scalars(select(Article.slug).order_by(Article.position)).all()
    assert ordered == ["c", "b", "a"]


def test_a_changed_collection_is_a_change(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    load_content(folder.root, now=now)
    folder.collections([COLLECTION | {"icon": "landmark"}])

    load_content(folder.root, now=now)

    assert generation() == 2


def test_what_is_loaded_is_found(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    load_content(folder.root, now=now)

    (hit,) = search_engine().search("débité deux fois").hits
    state = db.session.scalars(select(ContentState)).one()
    assert hit.id == "double-prelevement.fr"
    assert state.indexed_generation == state.generation


def test_articles_of_one_question_know_each_other(
    app: Flask, folder: ContentFolder, client: FlaskClient, now: datetime
):
    folder.article(variant="Avant la bascule")
    folder.article(slug="apres", variant="Après la bascule", variant_of="double-prelevement")

    load_content(folder.root, now=now)

    page = client.get("/faq/apres").text
    assert "La réponse dépend de votre situation" in page
    assert re.search(r'href="/faq/double-prelevement"[^>]*>Avant la bascule', page)
    assert re.search(r'href="/faq/apres" aria-current="page"[^>]*>Après la bascule', page)


def test_an_expired_article_leads_to_what_replaced_it(
    app: Flask, folder: ContentFolder, client: FlaskClient, now: datetime
):
    folder.article(valid_until=date(2026, 11, 15), replaced_by="nouvelle-regle")
    folder.article(slug="nouvelle-regle", title="La nouvelle règle")

    load_content(folder.root, now=now)

    page = client.get("/faq/double-prelevement").text
    assert "Il est remplacé par" in page
    assert re.search(r'href="/faq/nouvelle-regle"[^>]*>La nouvelle règle', page)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"replaced_by": "absent"}, "replaced_by: absent does not exist"),
        ({"variant_of": "absent", "variant": "x"}, "variant_of: absent does not exist"),
        ({"promise_due_on": date(2026, 12, 1)}, "promise must say what was promised"),
        ({"promise": "{{ secret.key }}"}, "secret.key"),
    ],
)
def test_what_a_promise_or_a_variant_lacks_is_named(
    app: Flask, folder: ContentFolder, now: datetime, changes: dict[str, Any], sentence: str
):
    folder.article(**changes)

    with pytest.raises(BadContent, match=re.escape(sentence)):
        load_content(folder.root, now=now)
