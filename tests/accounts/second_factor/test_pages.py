import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Person, RecoveryCode
from helpdesk.accounts.second_factor.service import read_seed
from helpdesk.accounts.sessions import cookie_name
from helpdesk.app import create_app
from helpdesk.config import Mode
from helpdesk.db import db
from tests.accounts.conftest import PASSWORD, code_for, is_signed_in, mailed_path, sign_in, with_password
from tests.builders import outgoing
from tests.people import signed_in


def person_of(viewer) -> Person:
    db.session.expire_all()
    return db.session.get(Person, viewer.id)


def offered(client) -> dict[str, str]:
    page = client.get("/connexion/activation").text
    seed = re.search(r'class="ref wrap">([A-Z2-7-]+)<', page).group(1).replace("-", "")
    sealed = re.search(r'name="seed"[^>]*value="([^"]+)"', page).group(1)
    return {"seed": sealed, "clear": seed}


def enrol(client, at, **form):
    """Set up the second factor; return the seed and the recovery codes."""
    offer = offered(client)
    response = client.post(
        "/connexion/activation", data={"seed": offer["seed"], "code": code_for(offer["clear"], at), **form}
    )
    assert response.status_code == 200
    return offer["clear"], re.findall(r'class="ref">([A-Z0-9]{5}-[A-Z0-9]{5})<', response.text)


@pytest.fixture
def enrolled(client, people, hour):
    """The administrator set up the second factor, signed out, and gave the password again."""
    sign_in(client, with_password(people.administrator))
    seed, codes = enrol(client, hour.at)
    client.post("/deconnexion")
    hour.at += timedelta(minutes=1)
    sign_in(client, people.administrator)
    return seed, codes


def test_an_administrator_is_led_to_set_it_up_and_nothing_else_opens(client, people):
    response = sign_in(client, with_password(people.administrator))

    step = client.get(response.location)
    assert step.location == "/connexion/code"
    assert client.get(step.location).location == "/connexion/activation"
    assert client.get("/mon-compte").location == "/connexion/code?next=/mon-compte"
    refused = client.post("/mon-compte")
    assert (refused.status_code, "Votre session a pris fin" in refused.text) == (422, True)


def test_setting_it_up_opens_the_account_and_shows_ten_codes_once(client, people, hour):
    sign_in(client, with_password(people.administrator))

    _seed, codes = enrol(client, hour.at)

    assert len(set(codes)) == 10
    assert is_signed_in(client)
    assert not any(code in client.get("/mon-compte/second-facteur").text for code in codes)
    assert outgoing()[-1].event == "accounts/account_changed"


def test_the_demo_asks_nobody_for_it(settings, people):
    with_password(people.administrator)
    app = create_app(settings.model_copy(update={"mode": Mode.DEMO}))
    app.config["WTF_CSRF_ENABLED"] = False

    with app.app_context():
        client = app.test_client()
        sign_in(client, people.administrator)
        status = client.get("/connexion").location
        db.session.remove()
        db.engine.dispose()

    assert status == "/bureau/saisines"


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


def test_an_agent_who_sets_it_up_is_asked_for_it_too(client, browser, people, hour):
    sign_in(client, with_password(people.agent))
    enrol(client, hour.at, password=PASSWORD)
    second = browser()

    sign_in(second, people.agent)

    assert is_signed_in(client)
    assert not is_signed_in(second)


def test_setting_it_up_ends_the_other_sessions(client, browser, people, hour):
    with_password(people.agent)
    elsewhere = browser()
    sign_in(elsewhere, people.agent)
    sign_in(client, people.agent)

    enrol(client, hour.at, password=PASSWORD)

    assert not is_signed_in(elsewhere)


def test_who_is_signed_in_gives_the_password_again_to_set_it_up(client, people, hour):
    sign_in(client, with_password(people.agent))
    offer = offered(client)
    form = {"seed": offer["seed"], "code": code_for(offer["clear"], hour.at)}

    for password in ("", "not the password"):
        answer = client.post("/connexion/activation", data={**form, "password": password})
        assert answer.status_code == 422
        assert offer["seed"] in answer.text
    assert person_of(people.agent).totp_confirmed_at is None


def test_a_seed_offered_to_another_session_is_not_taken(client, browser, people, hour):
    with_password(people.agent)
    other = browser()
    sign_in(other, people.agent)
    sign_in(client, people.agent)
    offer = offered(other)

    answer = client.post(
        "/connexion/activation",
        data={"seed": offer["seed"], "code": code_for(offer["clear"], hour.at), "password": PASSWORD},
    )

    assert answer.status_code == 422
    assert offer["clear"] not in answer.text.replace("-", "")


def test_a_wrong_first_code_keeps_the_picture(client, people):
    sign_in(client, with_password(people.administrator))
    offer = offered(client)

    answer = client.post("/connexion/activation", data={"seed": offer["seed"], "code": "000000"})

    assert answer.status_code == 422
    assert offer["seed"] in answer.text


def test_the_picture_needs_no_inline_style(client, people):
    sign_in(client, with_password(people.administrator))

    page = client.get("/connexion/activation")

    assert "<svg" in page.text
    assert " style=" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_who_owes_it_may_leave(client, people):
    sign_in(client, with_password(people.administrator))

    client.post("/deconnexion")

    assert client.get("/mon-compte").location == "/connexion?next=/mon-compte"


def test_new_recovery_codes_replace_the_old_ones(client, browser, people, enrolled, hour):
    seed, old = enrolled
    client.post("/connexion/code", data={"code": code_for(seed, hour.at)})

    page = client.post("/mon-compte/second-facteur", data={"password": PASSWORD, "act": "renew"})
    new = re.findall(r'class="ref">([A-Z0-9]{5}-[A-Z0-9]{5})<', page.text)

    assert len(new) == 10
    second = browser()
    sign_in(second, people.administrator)
    assert second.post("/connexion/code-de-secours", data={"code": old[0]}).status_code == 422
    assert second.post("/connexion/code-de-secours", data={"code": new[0]}).status_code == 303


def test_a_role_that_needs_it_cannot_drop_it_and_another_can(client, browser, people, enrolled, hour):
    seed, _codes = enrolled
    client.post("/connexion/code", data={"code": code_for(seed, hour.at)})
    drop = {"password": PASSWORD, "act": "drop"}
    agent = browser()
    sign_in(agent, with_password(people.agent))
    enrol(agent, hour.at, password=PASSWORD)

    assert client.post("/mon-compte/second-facteur", data=drop).status_code == 404
    assert agent.post("/mon-compte/second-facteur", data={**drop, "password": "wrong"}).status_code == 422
    assert agent.post("/mon-compte/second-facteur", data=drop).status_code == 303
    assert person_of(people.agent).totp_secret is None
    assert person_of(people.administrator).totp_secret is not None


def test_without_a_password_only_a_fresh_session_may_set_it_up(client, browser, people, hour):
    signed_in(client, people.agent)
    late = offered(client)
    hour.at += timedelta(minutes=16)
    form = {"seed": late["seed"], "code": code_for(late["clear"], hour.at)}

    assert client.post("/connexion/activation", data=form).status_code == 422
    signed_in(client, people.agent)
    enrol(client, hour.at)
