"""From a search, a form or an answer to a proposed formulation, and from there to the article."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.faq import indexing
from helpdesk.faq.learning import service
from helpdesk.faq.learning.models import AliasProposal
from helpdesk.faq.learning.rules import ProposalState, Source
from helpdesk.faq.searching import Search, search_articles
from helpdesk.faq.writing.exporting import export_content
from helpdesk.faq.writing.rules import State
from helpdesk.tickets.work.replies import Draft, send
from helpdesk.tickets.work.sharing.learning import articles_in, learn_from_answer
from tests.builders import a_desk, a_ticket, as_seen
from tests.faq.conftest import Shelf
from tests.faq.writing.conftest import Room, at_desk, editor, publisher, room
from tests.people import Cast, signed_in

__all__ = ["at_desk", "editor", "publisher", "room"]

ARTICLE = "/faq/double-prelevement"
LIST = "/bureau/recherches/formulations"


def proposals() -> list[tuple[str, int, int, int]]:
    db.session.expire_all()
    rows = db.session.scalars(select(AliasProposal).order_by(AliasProposal.id))
    return [(row.words, row.votes, row.accepted, row.linked) for row in rows]


def vote(client: FlaskClient, came_from: str, helpful: str = "oui", agent: str = "one") -> None:
    headers = {"Referer": came_from, "User-Agent": agent}
    response = client.post(f"{ARTICLE}/avis", data={"helpful": helpful}, headers=headers)
    assert response.status_code == 303


def test_words_travel_from_the_results_to_the_vote(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.index()
    page = client.get("/recherche", query_string={"q": "reversement des dates"}).text
    assert 'href="/faq/double-prelevement?mots=reversement+des+dates"' in page

    vote(client, "http://localhost/faq/double-prelevement?mots=reversement+des+dates")
    vote(client, "http://localhost/faq/double-prelevement?mots=Reversement+des+DATES", agent="two")

    assert proposals() == [("reversement des dates", 2, 0, 0)]


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "http://localhost/faq/double-prelevement",
        "http://localhost/faq/autre?mots=reversement",
        "http://elsewhere.example/faq/double-prelevement?mots=reversement",
        "http://localhost/faq/double-prelevement?mots=reversement&b=1",
        "http://localhost/faq/double-prelevement?mots=mail+nom@example.org",
        "http://localhost/faq/double-prelevement?mots=double+DEBIT",
        "http://[localhost/faq/double-prelevement?mots=reversement",
        "http://localhost/faq/double-prelevement?mots=%00%ff%ed%a0%80",
    ],
)
def test_other_addresses_teach_nothing(client: FlaskClient, shelf: Shelf, came_from: str):
    shelf.put()

    vote(client, came_from)

    assert proposals() == []


def test_a_no_teaches_nothing(client: FlaskClient, shelf: Shelf):
    shelf.put()

    vote(client, "http://localhost/faq/double-prelevement?mots=reversement", helpful="non")

    assert proposals() == []


def test_personal_words_are_in_no_address(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.index()

    page = client.get("/recherche", query_string={"q": "double débit de Mme Exemple"}).text

    assert ARTICLE in page
    assert "mots=" not in page


def test_an_article_accepted_while_writing_teaches_the_subject(client: FlaskClient, shelf: Shelf):
    shelf.put()

    for subject in ("Argent pris en trop", "argent pris en trop", "Je suis Jean Exemple de Lyon", "x " * 200):
        client.post("/reponse-trouvee", data={"slug": "double-prelevement", "q": subject})

    assert proposals() == [("Argent pris en trop", 0, 2, 0)]


def test_the_form_without_scripts_sends_its_subject(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.index()

    page = client.post(
        "/dossiers/nouveau", data={"suggest": "1", "subject": "Double débit", "body": "Deux fois"}
    )

    assert '<input type="hidden" name="q" value="Double débit">' in page.text


@pytest.mark.parametrize(
    ("subject", "learned"),
    [
        ("Somme prise en double", [("Somme prise en double", 0, 0, 1)]),
        ("Somme prise à Mélanie Membre", []),
        ("Deux fois 45,00 € en mars", []),
    ],
)
def test_an_article_named_in_an_answer_teaches_the_subject(
    app: Flask, shelf: Shelf, people: Cast, now: datetime, subject: str, learned: list[Any]
):
    shelf.put()
    a_desk("accueil", people.agent)
    ticket = a_ticket(now, subject=subject)
    body = "Lisez http://localhost/faq/double-prelevement, puis http://localhost/faq/absent."

    with app.test_request_context():
        send(as_seen(ticket, people.agent), Draft(body), now=now)

    assert proposals() == learned


def test_a_confidential_dossier_teaches_nothing(app: Flask, shelf: Shelf, people: Cast, now: datetime):
    shelf.put()
    a_desk("accueil", people.agent)
    ticket = a_ticket(now, subject="On m’a prélevé deux fois")
    ticket.confidential = True

    with app.test_request_context():
        learn_from_answer(ticket, "Lisez http://localhost/faq/double-prelevement", now=now)

    assert proposals() == []


def test_only_our_own_articles_are_recognised_in_a_text():
    body = "http://localhost/en/faq/un http://elsewhere.example/faq/deux /faq/trois. http://localhost/faq/un"

    assert articles_in(body, "http://localhost") == ["un", "trois"]


def test_words_in_another_language_do_not_join_a_french_article(app: Flask, shelf: Shelf, now: datetime):
    shelf.put()

    assert not service.learn("double-prelevement", "en", "debited twice", Source.VOTES, now=now)
    assert proposals() == []


def propose(words: str = "argent pris en double", times: int = 1) -> int:
    for _ in range(times):
        assert service.learn("double-prelevement", "fr", words, Source.VOTES, now=clock.now())
    return db.session.scalars(select(AliasProposal.id).order_by(AliasProposal.id.desc())).first() or 0


def test_an_editor_adds_a_formulation_with_one_click(room: Room, editor: FlaskClient):
    number = propose()
    before = room.text().version

    response = editor.post(f"{LIST}/{number}", data={"act": "approve", "words": "argent pris en double"})

    assert "Formulation ajoutée" in editor.get(response.location).text
    row = room.text()
    assert row.state is State.PUBLISHED
    assert row.version == before + 1
    assert "argent pris en double" in row.text
    assert room.history()[-1] == "alias"
    article = room.public()
    assert article is not None
    assert article.aliases[-1] == "argent pris en double"
    assert db.session.scalars(select(AliasProposal.state)).all() == [ProposalState.APPROVED]


def test_search_knows_it_once_the_worker_looked(room: Room, editor: FlaskClient, now: datetime):
    indexing.refresh_index(now=now)
    number = propose("zigouigoui bancaire")
    assert search_articles(Search("zigouigoui"), now=now).results == []

    editor.post(f"{LIST}/{number}", data={"act": "approve", "words": "zigouigoui bancaire"})
    indexing.keep_index_fresh(now=clock.now())

    assert search_articles(Search("zigouigoui"), now=now).results[0].slug == "double-prelevement"


def test_the_files_agree_with_the_browser_afterwards(room: Room, editor: FlaskClient, tmp_path: Any):
    number = propose()
    editor.post(f"{LIST}/{number}", data={"act": "approve", "words": "argent pris en double"})

    room.load()
    assert "argent pris en double" in room.text().text
    assert not room.text().in_conflict
    export_content(room.folder.root, now=clock.now())
    path = room.folder.root / room.text().path
    assert "argent pris en double" in path.read_text(encoding="utf-8")
    room.load()
    assert not room.text().in_conflict


def test_a_draft_goes_on_as_it_was(room: Room, editor: FlaskClient):
    row = room.text()
    row.public_text, row.text, row.state = row.text, row.text.replace("Appelez.", "Écrivez."), State.DRAFT
    db.session.commit()
    number = propose()

    editor.post(f"{LIST}/{number}", data={"act": "approve", "words": "argent pris en double"})

    row = room.text()
    assert row.state is State.DRAFT
    assert "Écrivez." in row.text
    assert "argent pris en double" in row.text
    assert row.public_text is not None
    assert "Appelez." in row.public_text
    assert "argent pris en double" in row.public_text
    article = room.public()
    assert article is not None
    assert "Appelez" in article.plain_text


def test_the_editor_may_change_the_words_first(room: Room, editor: FlaskClient):
    number = propose("argent pris en double svp")

    editor.post(f"{LIST}/{number}", data={"act": "approve", "words": " Argent  pris en double "})

    article = room.public()
    assert article is not None
    assert article.aliases[-1] == "Argent pris en double"


@pytest.mark.parametrize("words", ["", "x" * 300, "chez Mme Exemple", "FR76 3000 6000 0112 3456 7890 189"])
def test_words_that_may_not_be_public_are_refused(room: Room, editor: FlaskClient, words: str):
    number = propose()

    response = editor.post(f"{LIST}/{number}", data={"act": "approve", "words": words})

    assert "Gardez une formulation courte" in editor.get(response.location).text
    assert db.session.scalars(select(AliasProposal.state)).all() == [ProposalState.OPEN]


def test_an_article_in_conflict_waits(room: Room, editor: FlaskClient):
    row = room.text()
    row.file_text = "autre"
    db.session.commit()
    number = propose()

    response = editor.post(f"{LIST}/{number}", data={"act": "approve", "words": "argent pris en double"})

    assert "réglez d’abord le conflit" in editor.get(response.location).text
    assert db.session.scalars(select(AliasProposal.state)).all() == [ProposalState.OPEN]


def test_what_was_dismissed_stays_so(room: Room, editor: FlaskClient):
    number = propose()

    page = editor.post(f"{LIST}/{number}", data={"act": "dismiss"}, follow_redirects=True).text
    propose(times=3)

    assert "elle ne reviendra pas" in page
    assert "Rien à décider" in editor.get(LIST).text
    again = editor.post(f"{LIST}/{number}", data={"act": "approve", "words": "argent pris en double"})
    assert "déjà décidé" in editor.get(again.location).text


def test_most_taught_come_first(room: Room, editor: FlaskClient):
    propose("première manière de dire")
    propose("deuxième manière de dire", times=3)

    page = editor.get(LIST).text

    assert page.index("deuxième manière") < page.index("première manière")
    assert "3 fois" in page


@pytest.mark.parametrize(("path", "form"), [("999", {"act": "approve"}), ("1", {}), ("1", {"act": "x"})])
def test_absurd_decisions_are_refused(room: Room, editor: FlaskClient, path: str, form: dict[str, str]):
    propose()

    assert editor.post(f"{LIST}/{path}", data=form).status_code in {303, 404}


def test_a_supervisor_decides_nothing(app: Flask, client: FlaskClient, people: Cast):
    visitor = signed_in(client, people.supervisor)

    assert visitor.get("/bureau/recherches/").status_code == 200
    assert visitor.get(LIST).status_code == 404
    assert "Formulations proposées" not in visitor.get("/bureau/recherches/").text


def test_old_undecided_proposals_are_forgotten(room: Room, people: Cast, now: datetime):
    kept = propose("première manière de dire")
    service.dismiss(kept, by=people.editor, now=now)
    propose("deuxième manière de dire")

    assert service.forget_old(now=clock.now() + timedelta(days=300)) == 0
    assert service.forget_old(now=clock.now() + timedelta(days=402)) == 1
    assert [words for words, *_ in proposals()] == ["première manière de dire"]


def test_two_editors_decide_once(room: Room, people: Cast, now: datetime):
    number = propose()
    service.dismiss(number, by=people.editor, now=now)

    with pytest.raises(Refused):
        service.approve(number, "argent pris en double", by=people.publisher, now=now)
