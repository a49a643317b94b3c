"""« Prévenez-moi »: confirmed by mail, told once, left by one click; owners reminded once."""

import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core.clock import local
from helpdesk.core.clock import now as present
from helpdesk.db import db
from helpdesk.faq.promises import service
from helpdesk.faq.promises.models import Subscription
from helpdesk.faq.wishes.service import CONFIRM_WITHIN
from helpdesk.outbox.composing import compose
from helpdesk.outbox.models import OutgoingMail
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in

PAGE = "/faq/second-mandataire/prevenez-moi"
TODAY = date.today()
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def promised(shelf: Shelf) -> Shelf:
    shelf.put(
        "second-mandataire",
        title="Un second mandataire",
        promise="L’ajout s’ouvre bientôt.",
        promise_due_on=LATER,
    )
    return shelf


def outgoing() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def wishes() -> list[Subscription]:
    return list(db.session.scalars(select(Subscription)))


def path_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/]+(/(?:en/)?prevenez-moi/[^\s/]+)", mail.text)
    assert found
    return found[1]


def wished(client: FlaskClient, email: str = "anne@example.org") -> str:
    assert client.post(PAGE, data={"email": email}).status_code == 303
    return path_in(outgoing()[-1])


def test_an_article_says_what_is_not_there_yet_and_offers_to_tell(client: FlaskClient, promised: Shelf):
    page = client.get("/faq/second-mandataire").text

    assert "Pas encore disponible" in page
    assert "L’ajout s’ouvre bientôt." in page
    assert f'href="{PAGE}"' in page


def test_a_wish_counts_once_it_is_confirmed(client: FlaskClient, promised: Shelf):
    link = wished(client)
    assert [each.confirmed_at for each in wishes()] == [None]

    page = client.get(link).text
    assert "Voulez-vous être prévenu" in page
    assert [each.confirmed_at for each in wishes()] == [None], "opening a link changes nothing"

    client.post(link)
    db.session.expire_all()
    assert all(each.confirmed_at for each in wishes())
    assert "C’est noté" in client.get(link).text


def test_the_mail_is_neutral_and_can_be_left_by_one_click(client: FlaskClient, promised: Shelf):
    link = wished(client)
    (mail,) = outgoing()
    message = compose(mail)

    assert mail.subject == "Confirmez votre demande"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["List-Id"], message["Precedence"]) == ("<faq.example.org>", "bulk")
    leave = message["List-Unsubscribe"].strip("<>").partition("localhost")[2]
    assert leave == f"{link}/fin"

    answer = client.post(
        leave, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"}
    )

    assert answer.status_code == 200
    assert wishes() == []
    assert client.post(leave).status_code == 200, "leaving twice is no error"
    assert client.get(link).status_code == 404


def test_the_same_is_said_to_a_mailbox_that_wished_before(client: FlaskClient, promised: Shelf):
    first = wished(client)
    client.post(first)

    again = wished(client, "ANNE@example.org")

    assert again == first
    assert len(wishes()) == 1


def test_who_waits_is_told_once_when_the_promise_is_kept_and_forgotten(
    client: FlaskClient, promised: Shelf, now: datetime
):
    client.post(wished(client))
    wished(client, "jamais-confirme@example.org")
    assert service.tell_kept(now=present()) == 0

    keep_promise()

    assert service.tell_kept(now=present()) == 1
    assert service.tell_kept(now=present()) == 0
    told = [mail for mail in outgoing() if mail.event == "faq/promise_kept"]
    assert [mail.to_address for mail in told] == ["anne@example.org"]
    assert "/faq/second-mandataire" in told[0].text
    assert [each.email for each in wishes()] == ["jamais-confirme@example.org"]


def test_a_kept_promise_is_said_and_takes_no_more_wishes(client: FlaskClient, promised: Shelf):
    keep_promise()

    assert "C’est fait depuis le" in client.get("/faq/second-mandataire").text
    assert client.get(PAGE).status_code == 404


def test_who_asks_again_has_the_whole_time_to_confirm(client: FlaskClient, promised: Shelf):
    wished(client)
    (wish,) = wishes()
    wish.created_at = present() - CONFIRM_WITHIN + timedelta(minutes=5)
    db.session.commit()

    link = wished(client)
    service.forget_wishes(now=present() + CONFIRM_WITHIN - timedelta(minutes=5))

    client.post(link)
    db.session.expire_all()
    assert [each.confirmed_at is not None for each in wishes()] == [True]


def test_a_bad_address_is_refused_with_what_was_typed_kept(client: FlaskClient, promised: Shelf):
    answer = client.post(PAGE, data={"email": "anne@"})

    assert answer.status_code == 422
    assert "ne semble pas complète" in answer.text
    assert 'value="anne@"' in answer.text
    assert outgoing() == []


def test_nobody_can_flood_a_mailbox(client: FlaskClient, promised: Shelf):
    for _ in range(3):
        wished(client)

    assert client.post(PAGE, data={"email": "anne@example.org"}).status_code == 429


def test_a_forged_link_is_not_found(client: FlaskClient, promised: Shelf):
    link = wished(client)

    assert client.get(f"{link}x").status_code == 404
    assert client.post("/prevenez-moi/1/fin").status_code == 404


def test_an_old_link_says_nothing_of_whoever_came_after(client: FlaskClient, promised: Shelf):
    old = wished(client)
    client.post(f"{old}/fin")
    wished(client, "bea@example.org")

    assert client.get(old).status_code == 404
    assert client.post(old).status_code == 404
    assert client.post(f"{old}/fin").status_code == 200
    assert [(each.email, each.confirmed_at) for each in wishes()] == [("bea@example.org", None)]


def test_what_nobody_confirms_is_forgotten(client: FlaskClient, promised: Shelf):
    wished(client)

    assert service.forget_wishes(now=present() + timedelta(days=6)) == 0
    assert service.forget_wishes(now=present() + timedelta(days=8)) == 1


def test_each_is_reminded_once_before_the_day_and_once_after(promised: Shelf, people: Cast):
    def mails_on(days: int) -> int:
        before = len(outgoing())
        service.remind_owners(now=present() + timedelta(days=days))
        return len(outgoing()) - before

    # An owner that nobody knows: all who write, and who may publish is told once.
    assert [mails_on(days) for days in (50, 58, 59, 62, 70)] == [0, 2, 0, 2, 0]
    assert {mail.to_address for mail in outgoing()} == {people.editor.email, people.publisher.email}
    assert "Un second mandataire" in outgoing()[-1].text


def test_the_owner_of_an_article_and_those_who_may_publish_are_reminded(
    app: Flask, promised: Shelf, people: Cast
):
    promised.put("carte", title="La carte", promise="Bientôt.", promise_due_on=LATER, owner="Pôle carte")
    promised.put(
        "especes", title="Les espèces", promise="Bientôt.", promise_due_on=LATER, owner=people.editor.name
    )
    boxes = {"pole carte": "carte@example.org", "": "accueil@example.org"}
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"content_owners": boxes})

    assert service.remind_owners(now=present() + timedelta(days=58)) == 3

    told = {mail.to_address: mail.text for mail in outgoing()}
    assert told.keys() == {
        "carte@example.org",
        "accueil@example.org",
        people.editor.email,
        people.publisher.email,
    }
    assert "La carte" in told["carte@example.org"]
    assert "Les espèces" not in told["carte@example.org"]
    assert "La carte" not in told[people.editor.email]
    assert all(title in told[people.publisher.email] for title in ("La carte", "Les espèces", "Un second"))


def test_editors_see_promises_with_how_many_wait(client: FlaskClient, promised: Shelf, people: Cast):
    client.post(wished(client))

    page = signed_in(client, people.editor).get("/bureau/promesses").text

    assert "Un second mandataire" in page
    assert re.search(r"<td>1</td>", page)


def keep_promise() -> None:
    from helpdesk.faq.models import Article, ContentState

    article = db.session.scalars(select(Article)).one()
    article.promise_kept_on = local(present()).date()
    article.content_hash += "x"
    state = db.session.scalars(select(ContentState)).one()
    state.generation += 1
    db.session.commit()
