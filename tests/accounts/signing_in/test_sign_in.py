from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Person, SignInSession
from helpdesk.accounts.passwords.hashing import hash_password
from helpdesk.accounts.rules import Role, first_page
from helpdesk.accounts.sessions import cookie_name, delete_old_sessions
from helpdesk.app import create_app
from helpdesk.core.identifiers import token_hash
from helpdesk.db import db
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_in, with_password


def test_a_right_password_opens_the_first_page_of_ones_work(client, people):
    response = sign_in(client, with_password(people.agent))

    assert response.status_code == 303
    assert client.get(response.location).location == "/bureau/"
    assert is_signed_in(client)


def test_an_administrator_starts_with_what_waits_for_an_answer():
    assert first_page(frozenset({Role.ADMINISTRATOR})) == "confederal.index"


def test_the_mailbox_may_be_typed_with_capitals_and_blanks(client, people):
    with_password(people.agent)

    client.post("/connexion", data={"email": f" {people.agent.email.upper()} ", "password": PASSWORD})

    assert is_signed_in(client)


def test_the_password_is_taken_exactly_as_typed(client, people):
    with_password(people.agent)

    for wrong in (PASSWORD + " ", PASSWORD.upper(), " " + PASSWORD):
        assert sign_in(client, people.agent, wrong).status_code == 422
    assert not is_signed_in(client)


def test_the_answer_does_not_tell_whether_there_is_an_account(client, people):
    with_password(people.agent)
    known = sign_in(client, people.agent, "not the password")

    disabled = db.session.get(Person, people.colleague.id)
    disabled.password_hash, disabled.disabled_at = hash_password(PASSWORD), disabled.created_at
    db.session.commit()
    others = {
        "no-such-person@example.org": "not the password",
        people.colleague.email: PASSWORD,  # disabled
        people.editor.email: PASSWORD,  # without any password
    }

    for email, password in others.items():
        other = client.post("/connexion", data={"email": email, "password": password})
        assert (other.status_code, other.text.replace(email, people.agent.email)) == (422, known.text)


def test_the_form_comes_back_with_the_mailbox_and_without_the_password(client, people):
    response = sign_in(client, people.agent, "not the password")

    assert people.agent.email in response.text
    assert "not the password" not in response.text


def test_a_session_set_by_a_stranger_is_not_taken_over(client, people):
    with_password(people.agent)
    client.set_cookie(cookie_name(), "chosen-by-a-stranger")

    sign_in(client, people.agent)

    assert client.get_cookie(cookie_name()).value != "chosen-by-a-stranger"
    assert db.session.get(SignInSession, token_hash("chosen-by-a-stranger")) is None


def test_signing_in_again_ends_the_session_the_browser_had(client, browser, people):
    with_password(people.agent)
    sign_in(client, people.agent)
    thief = browser()
    thief.set_cookie(cookie_name(), client.get_cookie(cookie_name()).value)

    sign_in(client, people.agent)

    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_the_cookie_is_kept_from_scripts_and_its_secret_from_the_database(client, people):
    response = sign_in(client, with_password(people.agent))
    cookie = next(line for line in response.headers.getlist("Set-Cookie") if cookie_name() in line)

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    secret = client.get_cookie(cookie_name()).value
    assert len(secret) == 43
    assert db.session.scalars(select(SignInSession.id_hash)).one() == token_hash(secret)


def test_over_https_the_cookie_bears_the_host_prefix(settings, people):
    with_password(people.agent)
    app = create_app(settings.model_copy(update={"base_url": "https://localhost"}))
    app.config["WTF_CSRF_ENABLED"] = False

    with app.app_context():
        response = app.test_client().post(
            "/connexion",
            data={"email": people.agent.email, "password": PASSWORD},
            base_url="https://localhost",
        )
        db.session.remove()
        db.engine.dispose()

    cookies = response.headers.getlist("Set-Cookie")
    assert any(line.startswith("__Host-helpdesk-sign-in=") and "; Secure;" in line for line in cookies)


@pytest.mark.parametrize("change", ["flip", "cut", "other"])
def test_a_tampered_cookie_opens_nothing(client, people, change):
    sign_in(client, with_password(people.agent))
    secret = client.get_cookie(cookie_name()).value
    client.set_cookie(
        cookie_name(),
        {"flip": ("A" if secret[0] != "A" else "B") + secret[1:], "cut": secret[:-1], "other": "é" * 43}[
            change
        ],
    )

    assert not is_signed_in(client)


def test_a_session_ends_after_31_idle_minutes(client, people, hour):
    sign_in(client, with_password(people.agent))

    hour.at += timedelta(minutes=29)
    assert is_signed_in(client)
    hour.at += timedelta(minutes=31)
    assert not is_signed_in(client)


def test_a_session_ends_after_13_hours_however_busy(client, people, hour):
    sign_in(client, with_password(people.agent))

    for _ in range(12 * 3 - 1):
        hour.at += timedelta(minutes=20)
        assert is_signed_in(client)

    hour.at += timedelta(hours=1)
    assert not is_signed_in(client)


def test_a_disabled_person_is_out_at_the_next_request(client, people, now):
    sign_in(client, with_password(people.agent))

    db.session.get(Person, people.agent.id).disabled_at = now
    db.session.commit()

    assert not is_signed_in(client)


def test_sessions_that_are_over_are_swept_away(client, browser, people, hour):
    with_password(people.agent)
    sign_in(browser(), people.agent)
    hour.at += timedelta(minutes=20)
    sign_in(client, people.agent)

    assert delete_old_sessions(now=hour.at + timedelta(minutes=11)) == 1
    assert is_signed_in(client)


def test_signing_out_ends_the_session_on_the_server_and_empties_the_browser(client, people):
    sign_in(client, with_password(people.agent))
    secret = client.get_cookie(cookie_name()).value

    response = client.post("/deconnexion")
    client.set_cookie(cookie_name(), secret)

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(client)


def test_signing_out_takes_a_post(client):
    assert client.get("/deconnexion").status_code == 405


def test_a_form_without_its_token_is_refused(app, people):
    response = app.test_client().post("/connexion", data={"email": people.agent.email, "password": PASSWORD})

    assert response.status_code == 400


def test_an_old_hash_is_renewed_when_its_owner_signs_in(client, people):
    from argon2 import PasswordHasher

    person = db.session.get(Person, people.agent.id)
    person.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    db.session.commit()

    sign_in(client, people.agent)

    db.session.expire_all()
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_signed_in(client)


def test_the_eleventh_wrong_password_waits_and_another_account_does_not(client, people):
    with_password(people.agent)
    with_password(people.colleague)
    for _ in range(10):
        assert sign_in(client, people.agent, "not the password").status_code == 422

    refused = sign_in(client, people.agent)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 901
    assert people.agent.email in refused.text
    sign_in(client, people.colleague)
    assert is_signed_in(client)


def test_an_unknown_mailbox_is_limited_like_a_known_one(client):
    tries = [client.post("/connexion", data={"email": "x@example.org", "password": "y"}) for _ in range(11)]

    assert [answer.status_code for answer in tries] == [422] * 10 + [429]


def test_another_network_may_still_try(app, client, people):
    with_password(people.agent)
    for _ in range(11):
        sign_in(client, people.agent, "not the password")
    elsewhere = app.test_client()

    response = elsewhere.post(
        "/connexion",
        data={"email": people.agent.email, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": "192.0.2.9"},
    )

    assert response.status_code == 303


def test_a_whole_office_signs_in_from_one_address(client, people):
    with_password(people.agent)

    answers = {sign_in(client, people.agent).status_code for _ in range(55)}

    assert answers == {303}


def test_the_limit_holds_in_another_process(client, settings, people):
    with_password(people.agent)
    for _ in range(10):
        sign_in(client, people.agent, "not the password")
    other = create_app(settings)
    other.config["WTF_CSRF_ENABLED"] = False

    with other.app_context():
        response = sign_in(other.test_client(), people.agent)
        db.session.remove()
        db.engine.dispose()

    assert response.status_code == 429
