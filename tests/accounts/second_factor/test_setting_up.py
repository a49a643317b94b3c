"""Setting the second factor up, anew, and aside."""

import re
from datetime import timedelta

from helpdesk.app import create_app
from helpdesk.config import Mode
from helpdesk.db import db
from tests.accounts.conftest import PASSWORD, code_for, is_signed_in, sign_in, with_password
from tests.accounts.second_factor.enrolling import enrol, offered, person_of
from tests.builders import outgoing
from tests.people import signed_in


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
