"""Signing in with the second factor, and ways around it."""

from datetime import timedelta

from sqlalchemy import select

from helpdesk.accounts.models import Person, RecoveryCode
from helpdesk.accounts.second_factor.service import read_seed
from helpdesk.accounts.sessions import cookie_name
from helpdesk.app import create_app
from helpdesk.db import db
from tests.accounts.conftest import code_for, is_signed_in, mailed_path, sign_in, with_password
from tests.accounts.second_factor.enrolling import person_of
from tests.builders import outgoing


def test_the_session_gets_a_new_secret_at_each_step_and_the_old_one_dies(
    client, browser, people, enrolled, hour
):
    seed, _codes = enrolled
    before = client.get_cookie(cookie_name()).value

    client.post("/connexion/code", data={"code": code_for(seed, hour.at)})

    assert client.get_cookie(cookie_name()).value != before
    thief = browser()
    thief.set_cookie(cookie_name(), before)
    assert thief.get("/mon-compte").location.startswith("/connexion?")


def test_the_six_digits_open_the_page_asked_for(client, people, enrolled, hour):
    seed, _codes = enrolled

    response = client.post(
        "/connexion/code", data={"code": code_for(seed, hour.at), "next": "/mon-compte/mot-de-passe"}
    )

    assert client.get(response.location).location == "/mon-compte/mot-de-passe"
    assert is_signed_in(client)


def test_a_code_is_taken_once(client, browser, people, enrolled, hour):
    seed, _codes = enrolled
    code = code_for(seed, hour.at)
    client.post("/connexion/code", data={"code": code})
    thief = browser()
    sign_in(thief, people.administrator)

    assert thief.post("/connexion/code", data={"code": code}).status_code == 422
    assert not is_signed_in(thief)


def test_a_wrong_code_is_refused_and_after_ten_one_waits(client, people, enrolled, hour):
    seed, _codes = enrolled

    answers = [client.post("/connexion/code", data={"code": "000000"}).status_code for _ in range(10)]
    late = client.post("/connexion/code", data={"code": code_for(seed, hour.at)})

    assert answers == [422] * 10
    assert late.status_code == 429
    assert not is_signed_in(client)


def test_thirty_wrong_codes_in_a_day_are_the_end_of_it(client, people, enrolled, hour):
    hour.at = hour.at.replace(hour=1)
    sign_in(client, people.administrator)
    for _ in range(3):
        for _ in range(10):
            client.post("/connexion/code", data={"code": "000000"})
        hour.at += timedelta(minutes=15)

    assert client.post("/connexion/code", data={"code": "000000"}).headers["Retry-After"] > "3600"


def test_a_recovery_code_opens_once_and_the_mailbox_is_told(client, browser, people, enrolled):
    _seed, codes = enrolled

    client.post("/connexion/code-de-secours", data={"code": codes[3].lower().replace("-", " ")})
    assert is_signed_in(client)
    assert "code" in outgoing()[-1].text
    second = browser()
    sign_in(second, people.administrator)

    assert second.post("/connexion/code-de-secours", data={"code": codes[3]}).status_code == 422
    assert "9" in client.get("/mon-compte/second-facteur").text


def test_recovery_codes_are_kept_by_a_slow_hash_and_are_nobody_elses(client, people, enrolled, now):
    _seed, codes = enrolled
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()

    assert len(kept) == 10
    assert not any(code.replace("-", "") in kept for code in codes)
    other = client.application.test_client()
    db.session.get(Person, people.sysadmin.id).totp_confirmed_at = now
    sign_in(other, with_password(people.sysadmin))
    assert other.post("/connexion/code-de-secours", data={"code": codes[0]}).status_code == 422


def test_the_seed_is_encrypted_and_bound_to_its_person(client, people, enrolled):
    seed, _codes = enrolled
    person, other = person_of(people.administrator), person_of(people.sysadmin)

    assert seed.encode() not in person.totp_secret
    assert read_seed(person) == seed
    other.totp_secret, other.totp_confirmed_at = person.totp_secret, person.totp_confirmed_at
    assert read_seed(other) is None


def test_an_older_secret_key_still_opens_seed_and_recovery_codes(settings, client, people, enrolled, hour):
    seed, codes = enrolled
    rotated = settings.model_copy(
        update={
            "secret_key": type(settings.secret_key)("another key, long enough for everything"),
            "secret_key_fallbacks": [settings.secret_key],
        }
    )
    app = create_app(rotated)
    app.config["WTF_CSRF_ENABLED"] = False

    with app.app_context():
        one, two = app.test_client(), app.test_client()
        for each in (one, two):
            sign_in(each, people.administrator)
        answers = (
            one.post("/connexion/code", data={"code": code_for(seed, hour.at)}).status_code,
            two.post("/connexion/code-de-secours", data={"code": codes[0]}).status_code,
        )
        db.session.remove()
        db.engine.dispose()

    assert answers == (303, 303)


def test_a_password_alone_does_not_replace_the_second_factor(client, people, enrolled, hour):
    assert client.get("/connexion/activation").location == "/connexion/code"
    before = person_of(people.administrator).totp_secret

    client.post("/connexion/activation", data={"seed": "x", "code": "123456"})

    assert person_of(people.administrator).totp_secret == before


def test_a_new_password_by_mail_does_not_go_around_it(client, browser, people, enrolled):
    fresh = browser()
    fresh.post("/mot-de-passe/oublie", data={"email": people.administrator.email})
    new = "quatre chevaux mangent dehors"

    response = fresh.post(mailed_path("accounts/reset_link"), data={"password": new, "again": new})

    assert fresh.get(response.location).location == "/connexion/code"
    assert not is_signed_in(fresh)


def test_a_mailed_link_does_not_go_around_it(client, browser, people, enrolled):
    fresh = browser()
    fresh.post("/connexion/lien", data={"email": people.administrator.email})

    fresh.post(mailed_path("accounts/sign_in_link"))

    assert not is_signed_in(fresh)
