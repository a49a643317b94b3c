"""A collection followed by mail: confirmed, told once a day what came and changed, left by one click."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.following import service
from helpdesk.faq.following.models import CollectionFollower
from helpdesk.faq.loading import load_content
from helpdesk.faq.wishes.service import CONFIRM_WITHIN
from helpdesk.outbox.composing import compose
from helpdesk.outbox.models import OutgoingMail
from tests.builders import outgoing
from tests.faq.conftest import COLLECTION, ContentFolder

PAGE = "/collections/collecte-en-ligne/suivre"
Load = Callable[[timedelta], None]
DAY = timedelta(days=1)


@pytest.fixture
def load(folder: ContentFolder) -> Load:
    """Load the folder as it is at some time after now."""
    folder.article()
    load_content(folder.root, now=clock.now())
    return lambda later: load_content(folder.root, now=clock.now() + later) and None


def followers() -> list[CollectionFollower]:
    db.session.expire_all()
    return list(db.session.scalars(select(CollectionFollower).order_by(CollectionFollower.id)))


def path_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/]+(/(?:en/)?suivre/[^\s/]+)", mail.text)
    assert found
    return found[1]


def asked(client: FlaskClient, email: str = "anne@example.org", prefix: str = "") -> str:
    assert client.post(prefix + PAGE, data={"email": email}).status_code == 303
    return path_in(outgoing()[-1])


def following(client: FlaskClient, email: str = "anne@example.org", prefix: str = "") -> str:
    link = asked(client, email, prefix)
    client.post(link)
    return link


def digests(later: timedelta) -> list[OutgoingMail]:
    before = len(outgoing())
    service.send_digests(now=clock.now() + later)
    return list(outgoing()[before:])


def test_the_page_of_a_collection_offers_to_follow_it(client: FlaskClient, load: Load):
    page = client.get("/collections/collecte-en-ligne").text

    assert f'action="{PAGE}"' in page
    assert "csrf_token" not in page
    assert "collecte-en-ligne" in client.get(PAGE).text
    assert client.get("/collections/absente/suivre").status_code == 404
    assert client.post("/collections/absente/suivre", data={"email": "a@example.org"}).status_code == 404


def test_a_wish_counts_once_it_is_confirmed(client: FlaskClient, load: Load, folder: ContentFolder):
    link = asked(client)
    assert "Voulez-vous suivre ce thème" in client.get(link).text.replace("\u202f", " ")
    assert followers()[0].confirmed_at is None, "opening a link changes nothing"

    folder.article(slug="autre", title="Une autre")
    load(timedelta(hours=1))
    assert digests(2 * DAY) == []

    client.post(link)
    assert followers()[0].confirmed_at is not None
    assert "C’est noté" in client.get(link).text


def test_who_follows_is_told_what_came_and_what_changed_once(
    client: FlaskClient, load: Load, folder: ContentFolder
):
    link = following(client)
    folder.article(slug="autre", title="Une autre fiche")
    folder.article("## Que faire ?\n\nAppelez demain.\n")
    load(timedelta(hours=1))

    (mail,) = digests(2 * DAY)

    assert mail.subject == "Du nouveau dans l’aide"
    assert "Nouveau" in mail.text
    assert "Une autre fiche" in mail.text
    assert "Modifié" in mail.text
    assert "/faq/double-prelevement" in mail.text
    assert path_in(mail) == link
    assert COLLECTION["title"] in mail.text
    assert COLLECTION["title"] not in mail.subject
    assert digests(2 * DAY + timedelta(hours=2)) == []
    assert digests(4 * DAY) == []


def test_a_day_without_news_brings_no_mail(client: FlaskClient, load: Load, folder: ContentFolder):
    following(client)
    # Another date of review, another title of a neighbour: readers read the same words.
    folder.article(reviewed_on=datetime(2026, 11, 1).date(), keywords=["autre"])
    load(timedelta(hours=1))

    assert digests(2 * DAY) == []


def test_what_is_kept_for_some_readers_is_told_to_nobody(
    client: FlaskClient, load: Load, folder: ContentFolder
):
    following(client)
    folder.article(slug="autre", title="Une autre fiche", readers=["role:treasurer"])
    load(timedelta(hours=1))

    assert digests(2 * DAY) == []


def test_an_article_written_ahead_comes_on_its_first_day(
    client: FlaskClient, load: Load, folder: ContentFolder
):
    following(client)
    first_day = (clock.now() + 4 * DAY).date()
    folder.article(slug="autre", title="Une autre fiche", valid_from=first_day)
    load(timedelta(hours=1))

    assert digests(2 * DAY) == []
    (mail,) = digests(6 * DAY)
    assert "Une autre fiche" in mail.text


def test_a_reader_is_told_in_their_language(client: FlaskClient, load: Load, folder: ContentFolder):
    following(client, prefix="/en")
    folder.article(slug="autre", title="Une autre fiche")
    folder.article(slug="autre", title="Another article", lang="en", name="autre.en.md")
    load(timedelta(hours=1))

    (mail,) = digests(2 * DAY)

    assert mail.lang == "en"
    assert "Another article" in mail.text
    assert "Une autre" not in mail.text
    assert "/en/faq/autre" in mail.text


def test_a_long_list_is_cut_and_counted(client: FlaskClient, load: Load, folder: ContentFolder):
    following(client)
    for number in range(33):
        folder.article(slug=f"fiche-{number}", title=f"Fiche {number}")
    load(timedelta(hours=1))

    (mail,) = digests(2 * DAY)

    assert mail.text.count("/faq/fiche-") == 30
    assert "Et 3 autres articles" in mail.text


def test_one_click_in_a_mail_program_is_enough_to_leave(client: FlaskClient, load: Load):
    link = following(client)
    message = compose(outgoing()[-1])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = message["List-Unsubscribe"].strip("<>").partition("localhost")[2]
    assert leave == f"{link}/fin"

    sent: dict[str, Any] = {
        "data": {"List-Unsubscribe": "One-Click"},
        "headers": {"Origin": "https://a.example"},
    }
    assert client.post(leave, **sent).status_code == 200

    assert followers() == []
    assert client.post(leave).status_code == 200, "leaving twice is no error"
    assert client.get(link).status_code == 404
    assert client.get(f"{link}x").status_code == 404


def test_a_link_for_one_purpose_opens_nothing_else(client: FlaskClient, load: Load):
    link = following(client)

    assert client.get(link.replace("/suivre/", "/prevenez-moi/")).status_code == 404


def test_the_same_mailbox_is_told_the_same_and_not_flooded(client: FlaskClient, load: Load):
    first = following(client)

    assert asked(client, "ANNE@example.org") == first
    assert len(followers()) == 1
    asked(client)
    assert client.post(PAGE, data={"email": "anne@example.org"}).status_code == 429


def test_who_asks_again_has_the_whole_time_to_confirm(client: FlaskClient, load: Load):
    asked(client)
    (row,) = followers()
    row.created_at = clock.now() - CONFIRM_WITHIN + timedelta(minutes=5)
    db.session.commit()

    link = asked(client, prefix="/en")
    service.forget_unconfirmed(now=clock.now() + CONFIRM_WITHIN - timedelta(minutes=5))

    assert client.post(link).status_code in {200, 302, 303}
    (row,) = followers()
    assert row.confirmed_at is not None
    assert row.lang == "en"


def test_who_follows_already_keeps_the_links_of_earlier_mails(client: FlaskClient, load: Load):
    following(client)
    (row,) = followers()
    since = row.created_at

    asked(client, prefix="/en")

    (row,) = followers()
    assert (row.created_at, row.lang) == (since, "fr")


def test_an_article_that_is_for_everybody_from_now_on_is_new_to_who_follows(
    client: FlaskClient, load: Load, folder: ContentFolder
):
    folder.article(slug="tresor", title="Pour le trésor", readers=["role:treasurer"])
    load(timedelta(0))
    following(client)
    folder.article(slug="tresor", title="Pour le trésor")
    load(timedelta(hours=1))

    (mail,) = digests(2 * DAY)

    assert "Pour le trésor" in mail.text


def test_a_bad_address_is_refused_with_what_was_typed_kept(client: FlaskClient, load: Load):
    answer = client.post(PAGE, data={"email": "anne@"})

    assert answer.status_code == 422
    assert 'value="anne@"' in answer.text
    assert not outgoing()


def test_what_nobody_confirms_is_forgotten(client: FlaskClient, load: Load):
    asked(client)
    following(client, "bea@example.org")

    assert service.forget_unconfirmed(now=clock.now() + 6 * DAY) == 0
    assert service.forget_unconfirmed(now=clock.now() + 8 * DAY) == 1
    assert [each.email for each in followers()] == ["bea@example.org"]
