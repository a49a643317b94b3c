"""What editors read of those whom articles did not help."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.faq.learning.models import ReadingCount
from helpdesk.faq.models import ArticleVote
from helpdesk.faq.rules import VoteReason
from helpdesk.faq.service import cast_vote, explain_vote
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in

LIST = "/bureau/recherches/avis"


def say(slug: str, *answers: bool) -> list[int]:
    return [cast_vote(slug, "fr", helpful=answer, now=clock.now()) for answer in answers]


def read(slug: str, views: int) -> None:
    today = local(clock.now()).date()
    db.session.add(ReadingCount(day=today, slug=slug, lang="fr", views=views, forms=0, dossiers=0))
    db.session.commit()


@pytest.fixture
def editor(client: FlaskClient, people: Cast) -> FlaskClient:
    return signed_in(client, people.editor)


def test_articles_are_sorted_by_harm(shelf: Shelf, editor: FlaskClient):
    for slug in ("rare", "frequent", "utile"):
        shelf.put(slug, title=f"Fiche {slug}")
    say("rare", False, False)
    say("frequent", True, False)
    say("utile", True, True)
    read("rare", 4)
    read("frequent", 100)

    page = editor.get(LIST).text

    assert re.findall(r"Fiche (\w+)", page) == ["frequent", "rare"]
    assert '<td class="num">50</td>' in page


def test_reasons_and_words_are_read_and_marked(shelf: Shelf, editor: FlaskClient):
    article = shelf.put(title="Fiche obscure").id
    first, second = say("double-prelevement", False, False)
    explain_vote(first, reason=VoteReason.OUTDATED, comment="La <b>plateforme</b> a changé.")

    page = editor.get(f"{LIST}/{article}").text
    assert "La &lt;b&gt;plateforme&lt;/b&gt; a changé." in page
    editor.post(f"{LIST}/{article}", data={"vote": str(first)})

    db.session.expire_all()
    handled = {row.id: row.handled_at is not None for row in db.session.scalars(select(ArticleVote))}
    assert handled == {first: True, second: False}
    assert "1 avis" in editor.get(LIST).text


def test_all_are_marked_at_once(shelf: Shelf, editor: FlaskClient):
    article = shelf.put().id
    say("double-prelevement", False, False, True)

    page = editor.post(f"{LIST}/{article}", follow_redirects=True).text

    assert "C’est noté comme traité." in page
    assert "Marquer comme traité" not in page
    assert "tout est traité" in editor.get(LIST).text


@pytest.mark.parametrize("vote", ["x", "-1", "99999999999999", "٣"])
def test_absurd_marks_are_refused(shelf: Shelf, editor: FlaskClient, vote: str):
    article = shelf.put().id

    assert editor.post(f"{LIST}/{article}", data={"vote": vote}).status_code == 404
    assert editor.get(f"{LIST}/999").status_code == 404


def test_an_opinion_is_marked_on_its_own_article_only(shelf: Shelf, editor: FlaskClient):
    shelf.put()
    other = shelf.put("autre").id
    (mine,) = say("double-prelevement", False)

    editor.post(f"{LIST}/{other}", data={"vote": str(mine)})

    assert db.session.scalars(select(ArticleVote.handled_at)).all() == [None]


def test_agents_and_strangers_read_no_opinions(app: Flask, client: FlaskClient, shelf: Shelf, people: Cast):
    for viewer in (people.agent, people.supervisor, people.stranger):
        assert signed_in(client, viewer).get(LIST).status_code == 404
