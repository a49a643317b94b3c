import re

from sqlalchemy import select

from helpdesk.accounts.models import Person, SignInSession
from helpdesk.db import db
from tests.accounts.conftest import is_signed_in, sign_in, with_password

FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"}


def test_name_language_and_shortcuts_are_kept(client, people):
    sign_in(client, with_password(people.agent))

    client.post("/mon-compte", data={"name": "  Agathe\n Aide-Martin ", "lang": "en"})

    db.session.expire_all()
    person = db.session.get(Person, people.agent.id)
    assert (person.name, person.lang, person.shortcuts) == ("Agathe Aide-Martin", "en", False)


def test_fields_that_are_not_on_the_form_change_nothing(client, people):
    sign_in(client, with_password(people.agent))

    client.post(
        "/mon-compte",
        data={
            "name": "Agathe",
            "lang": "fr",
            "roles": "sysadmin",
            "email": "x@example.org",
            "disabled_at": "x",
        },
    )

    db.session.expire_all()
    person = db.session.get(Person, people.agent.id)
    assert (person.email, person.roles) == (people.agent.email, people.agent.roles)


def test_a_name_is_needed_and_a_language_must_exist(client, people):
    sign_in(client, with_password(people.agent))

    assert client.post("/mon-compte", data={"name": " ", "lang": "fr"}).status_code == 422
    assert client.post("/mon-compte", data={"name": "Agathe", "lang": "xx"}).status_code == 422
    assert client.post("/mon-compte", data={"name": "A" * 121, "lang": "fr"}).status_code == 422


def test_a_name_is_shown_and_never_run(client, people):
    sign_in(client, with_password(people.agent))

    client.post("/mon-compte", data={"name": "<b>{{7*7}}</b>", "lang": "fr"})

    page = client.get("/mon-compte").text
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;" in page
    assert "<b>{{" not in page


def test_each_session_is_listed_with_its_browser_and_may_be_ended(client, browser, people):
    with_password(people.agent)
    elsewhere = browser()
    elsewhere.post("/connexion", data={"email": people.agent.email, "password": "x"}, headers=FIREFOX)
    elsewhere.post(
        "/connexion",
        data={"email": people.agent.email, "password": "trente moineaux boivent"},
        headers=FIREFOX,
    )
    sign_in(client, people.agent)

    page = client.get("/mon-compte").text
    others = set(re.findall(r'name="session" value="([0-9a-f]{64})"', page))
    (other,) = db.session.scalars(
        select(SignInSession.id_hash).where(SignInSession.browser == "Firefox, Windows")
    )
    client.post("/mon-compte/session", data={"session": other})

    assert "Firefox, Windows" in page
    assert len(others) == 2
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_somebody_elses_session_cannot_be_ended(client, browser, people):
    other = browser()
    sign_in(other, with_password(people.colleague))
    (theirs,) = db.session.scalars(select(SignInSession.id_hash))
    sign_in(client, with_password(people.agent))

    for chosen in (theirs, "", "x" * 10_000):
        assert client.post("/mon-compte/session", data={"session": chosen}).status_code == 404
    assert is_signed_in(other)


def test_ending_this_very_session_is_signing_out(client, people):
    sign_in(client, with_password(people.agent))
    (mine,) = db.session.scalars(select(SignInSession.id_hash))

    response = client.post("/mon-compte/session", data={"session": mine})

    assert "Clear-Site-Data" in response.headers
    assert not is_signed_in(client)


def test_signing_out_everywhere_keeps_this_session(client, browser, people):
    with_password(people.agent)
    others = [browser() for _ in range(3)]
    for each in (*others, client):
        sign_in(each, people.agent)

    client.post("/mon-compte/autres-sessions")

    assert is_signed_in(client)
    assert not any(is_signed_in(each) for each in others)
