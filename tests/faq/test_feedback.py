"""Votes and « Cela répond à ma question »."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.models import Article, ArticleVote, Deflection
from helpdesk.faq.rules import ArticleStatus, VoteReason
from tests.faq.conftest import Shelf

VOTE = "/faq/double-prelevement/avis"


def votes() -> list[tuple[bool, VoteReason | None, str]]:
    db.session.expire_all()
    return [(vote.helpful, vote.reason, vote.comment) for vote in db.session.scalars(select(ArticleVote))]


def token_in(address: str) -> str:
    found = re.search(r"vote=([^#&]+)", address)
    assert found is not None
    return found[1]


def test_yes_is_counted_and_thanked_without_scripts(client: FlaskClient, shelf: Shelf):
    shelf.put()

    response = client.post(VOTE, data={"helpful": "oui"})

    assert response.status_code == 303
    assert response.location == "/faq/double-prelevement?avis=merci#votre-avis"
    assert "Merci, votre avis est pris en compte." in client.get(response.location).text
    assert votes() == [(True, None, "")]
    assert db.session.scalars(select(Article.helpful)).one() == 1


def test_no_asks_why_and_takes_a_reason_and_words(client: FlaskClient, shelf: Shelf):
    shelf.put()

    asked = client.post(VOTE, data={"helpful": "non"}).location
    page = client.get(asked).text
    assert "Que manque-t-il" in page
    told = client.post(
        VOTE,
        data={
            "vote": token_in(asked),
            "reason": "outdated",
            "comment": "Mon IBAN FR7630006000011234567890189",
        },
    )

    assert told.location == "/faq/double-prelevement?avis=merci#votre-avis"
    ((helpful, reason, comment),) = votes()
    assert (helpful, reason) == (False, VoteReason.OUTDATED)
    assert "30006000011234567890189" not in comment
    assert "••••" in comment


def test_a_reason_may_be_left_out_or_absurd(client: FlaskClient, shelf: Shelf):
    shelf.put()
    asked = client.post(VOTE, data={"helpful": "non"}).location

    client.post(VOTE, data={"vote": token_in(asked), "reason": "<b>", "comment": "  "})

    assert votes() == [(False, None, "")]


def test_a_comment_too_long_is_refused_and_kept(client: FlaskClient, shelf: Shelf):
    shelf.put()
    asked = client.post(VOTE, data={"helpful": "non"}).location

    response = client.post(VOTE, data={"vote": token_in(asked), "reason": "other", "comment": "mot " * 400})

    assert response.status_code == 422
    assert "trop long" in response.text
    assert "mot mot mot" in response.text
    assert votes() == [(False, None, "")]


def test_one_browser_votes_once_a_day(client: FlaskClient, shelf: Shelf):
    shelf.put()

    for _ in range(3):
        assert client.post(VOTE, data={"helpful": "oui"}).status_code == 303
    client.post(VOTE, data={"helpful": "oui"}, headers={"User-Agent": "Another"})

    assert len(votes()) == 2


def test_a_colleague_behind_the_same_address_is_told_that_their_vote_is_not_counted(
    client: FlaskClient, shelf: Shelf
):
    shelf.put()
    client.post(VOTE, data={"helpful": "oui"})

    answer = client.post(VOTE, data={"helpful": "non"})
    page = client.get(answer.location).text

    assert answer.location == "/faq/double-prelevement?avis=deja#votre-avis"
    assert "Merci, votre avis est pris en compte" not in page
    assert "celui-ci ne s’y ajoute pas" in page


def test_a_network_is_slowed_down(client: FlaskClient, shelf: Shelf):
    shelf.put()

    codes = [client.post(VOTE, data={"helpful": "oui"}).status_code for _ in range(61)]

    assert codes[-1] == 429


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"helpful": "peut-être"}, 422),
        ({"vote": "x"}, 404),
        ({"vote": "", "reason": "other"}, 404),
    ],
)
def test_absurd_votes_are_refused(client: FlaskClient, shelf: Shelf, form: dict[str, str], status: int):
    shelf.put()

    assert client.post(VOTE, data=form).status_code == status
    assert votes() == []


def test_votes_need_an_article_that_is_out(client: FlaskClient, shelf: Shelf):
    shelf.put(status=ArticleStatus.DRAFT)

    assert client.post(VOTE, data={"helpful": "oui"}).status_code == 404
    assert client.post("/faq/absent/avis", data={"helpful": "oui"}).status_code == 404


def test_other_sites_cannot_vote(client: FlaskClient, shelf: Shelf):
    shelf.put()

    foreign = client.post(VOTE, data={"helpful": "oui"}, headers={"Sec-Fetch-Site": "cross-site"})
    other = client.post(VOTE, data={"helpful": "oui"}, headers={"Origin": "https://evil.example"})

    assert (foreign.status_code, other.status_code) == (400, 400)
    assert votes() == []


def test_what_readers_say_is_shown_once_enough_have_said_it(client: FlaskClient, shelf: Shelf):
    shelf.put("peu", helpful=9, unhelpful=1)
    shelf.put("assez", helpful=18, unhelpful=2)

    assert "des lecteurs qui ont répondu" not in client.get("/faq/peu").text
    assert "90\u202f% des lecteurs qui ont répondu disent oui" in client.get("/faq/assez").text


def test_an_answer_found_is_counted_and_thanked(client: FlaskClient, shelf: Shelf):
    shelf.put()

    response = client.post(
        "/reponse-trouvee",
        data={"slug": "double-prelevement", "category": "prelevement"},
        follow_redirects=True,
    )

    assert "vous avez votre réponse" in response.text
    (row,) = db.session.scalars(select(Deflection))
    assert row.category == "prelevement"


def test_a_script_gets_no_page_for_an_answer_found(client: FlaskClient, shelf: Shelf):
    shelf.put()

    response = client.post(
        "/reponse-trouvee",
        data={"slug": "double-prelevement", "category": "<b>"},
        headers={"Sec-Fetch-Dest": "empty"},
    )

    assert (response.status_code, response.data) == (204, b"")
    (row,) = db.session.scalars(select(Deflection))
    assert row.category == ""


def test_an_answer_found_needs_an_article(client: FlaskClient, shelf: Shelf):
    assert client.post("/reponse-trouvee", data={"slug": "absent"}).status_code == 404
    assert client.post("/reponse-trouvee", data={}).status_code == 404


@pytest.mark.parametrize(
    "text", ["\x00", "double-prelevement\x00", "\ud800", "x" * 100_000, "'; DROP TABLE article --", "🙂"]
)
def test_absurd_forms_never_break(client: FlaskClient, shelf: Shelf, text: str):
    shelf.put()
    asked = client.post(VOTE, data={"helpful": "non"}).location
    raw = text.encode("utf-8", "surrogatepass")

    for address, form in (
        (VOTE, {"helpful": raw}),
        (VOTE, {"vote": raw}),
        (VOTE, {"vote": token_in(asked), "reason": raw, "comment": raw}),
        ("/reponse-trouvee", {"slug": raw, "category": raw}),
    ):
        response = client.post(address, data=form)
        assert response.status_code in {204, 303, 404, 422}


def test_a_body_beyond_the_limit_is_refused(client: FlaskClient, shelf: Shelf):
    shelf.put()

    assert client.post(VOTE, data={"helpful": "x" * 300_000}).status_code == 413
