"""What was written is found again by way of the second factor too, given or set up on the way."""

import html
import re

from flask.testing import FlaskClient

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.accounts.second_factor import service
from helpdesk.accounts.second_factor.rules import new_seed
from helpdesk.accounts.sessions import cookie_name, start_session
from helpdesk.accounts.vault import seal
from helpdesk.accounts.viewer import Viewer
from helpdesk.core import clock
from helpdesk.db import db
from tests.accounts.conftest import code_for
from tests.accounts.second_factor.enrolling import person_of
from tests.ended.pages import (
    TEXT,
    action_in,
    end_session_of,
    hidden_in,
    kept_in,
    send_reply,
    sign_in_on,
)
from tests.people import Cast
from tests.tickets.work.desk_pages import opened


def with_factor(viewer: Viewer) -> str:
    """Give somebody a second factor; return its seed."""
    person, seed = db.session.get_one(Person, viewer.id), new_seed()
    person.totp_secret = seal(seed.encode(), purpose=service.SEED, owner=str(person.id))
    person.totp_confirmed_at = clock.now()
    db.session.commit()
    return seed


def must_have_a_factor(viewer: Viewer) -> None:
    db.session.add(RoleGrant(person_id=viewer.id, role=Role.ADMINISTRATOR))
    db.session.commit()


def half_signed_in(browser: FlaskClient, viewer: Viewer):
    """Send a reply with a session that owes the second factor."""
    ticket = opened()
    page = browser.get(f"/bureau/dossiers/{ticket.reference}").text
    browser.set_cookie(cookie_name(), start_session(viewer.id, now=clock.now()))
    data = {**hidden_in(page), "body": TEXT}
    return browser.post(f"/bureau/dossiers/{ticket.reference}/reponses", data=data)


def set_up_from(browser: FlaskClient, page: str):
    """Send the page of enrolment with the code that an application shows by then."""
    seed = re.search(r'class="ref wrap">([A-Z2-7-]+)<', page)[1].replace("-", "")
    data = {**hidden_in(page), "code": code_for(seed, clock.now())}
    return browser.post("/connexion/activation", data=data)


def test_who_owes_the_second_factor_is_asked_for_it_with_the_text_kept(browser: FlaskClient, people: Cast):
    with_factor(people.agent)
    asked = half_signed_in(browser, people.agent)

    assert action_in(asked.text) == "/connexion/code"
    assert 'formaction="/connexion/code-de-secours"' in asked.text
    assert TEXT in kept_in(asked.text)


def test_after_the_password_the_code_is_asked_for_and_then_the_text_is_found(
    browser: FlaskClient, people: Cast
):
    seed, ticket = with_factor(people.agent), opened()

    owing = sign_in_on(browser, send_reply(browser, ticket.reference).text, people.agent)
    assert "de nouveau connecté" not in owing.text
    assert action_in(owing.text) == "/connexion/code"
    assert TEXT in kept_in(owing.text)

    wrong = browser.post("/connexion/code", data={**hidden_in(owing.text), "code": "000000"})
    assert wrong.status_code == 422
    code = code_for(seed, clock.now())
    inside = browser.post("/connexion/code", data={**hidden_in(wrong.text), "code": code})
    shown = browser.post(action_in(inside.text), data=hidden_in(inside.text))
    assert shown.status_code == 200
    assert f"{html.escape(TEXT, quote=False)}</textarea>" in shown.text


def test_who_has_no_factor_yet_sets_one_up_and_finds_the_text(browser: FlaskClient, people: Cast):
    must_have_a_factor(people.agent)
    ticket = opened()

    asked = sign_in_on(browser, send_reply(browser, ticket.reference).text, people.agent)
    assert "de nouveau connecté" not in asked.text
    assert action_in(asked.text) == "/connexion/activation"
    codes = set_up_from(browser, asked.text)

    assert "retrouver mon formulaire" in codes.text
    shown = browser.post(action_in(codes.text), data=hidden_in(codes.text))
    assert shown.status_code == 200
    assert f"{html.escape(TEXT, quote=False)}</textarea>" in shown.text


def test_half_signed_in_without_a_factor_one_is_led_to_set_it_up_with_the_text(
    browser: FlaskClient, people: Cast
):
    must_have_a_factor(people.agent)

    asked = half_signed_in(browser, people.agent)
    page = browser.post(action_in(asked.text), data=hidden_in(asked.text))

    assert 'name="code"' not in asked.text
    assert action_in(page.text) == "/connexion/activation"
    assert TEXT in kept_in(page.text)


def test_the_way_to_a_recovery_code_and_back_keeps_the_text(browser: FlaskClient, people: Cast):
    with_factor(people.agent)
    asked = half_signed_in(browser, people.agent)

    other = browser.post("/connexion/code-de-secours", data=hidden_in(asked.text))
    assert 'formaction="/connexion/code"' in other.text
    back = browser.post("/connexion/code", data=hidden_in(other.text))

    assert TEXT in kept_in(back.text)


def test_a_code_given_after_the_session_ended_again_asks_for_the_password_with_the_text(
    browser: FlaskClient, people: Cast
):
    with_factor(people.agent)
    asked = half_signed_in(browser, people.agent)
    end_session_of(browser)

    again_asked = browser.post("/connexion/code", data={**hidden_in(asked.text), "code": "000000"})

    assert action_in(again_asked.text) == "/connexion"
    assert TEXT in kept_in(again_asked.text)


def test_who_signed_in_elsewhere_meanwhile_finds_the_text_at_once(browser: FlaskClient, people: Cast):
    with_factor(people.agent)
    asked = half_signed_in(browser, people.agent)
    browser.set_cookie(cookie_name(), start_session(people.agent.id, now=clock.now(), second_factor=True))

    inside = browser.post("/connexion/code", data={**hidden_in(asked.text), "code": "000000"})
    shown = browser.post(action_in(inside.text), data=hidden_in(inside.text))

    assert f"{html.escape(TEXT, quote=False)}</textarea>" in shown.text


def test_who_set_it_up_in_another_tab_meanwhile_finds_the_text_and_keeps_that_factor(
    browser: FlaskClient, people: Cast
):
    must_have_a_factor(people.agent)
    asked = half_signed_in(browser, people.agent)
    page = browser.post(action_in(asked.text), data=hidden_in(asked.text)).text
    set_up_from(browser, browser.get("/connexion/activation").text)
    made = person_of(people.agent).totp_secret

    inside = set_up_from(browser, page)
    shown = browser.post(action_in(inside.text), data=hidden_in(inside.text))

    assert "de nouveau connecté" in inside.text
    assert f"{html.escape(TEXT, quote=False)}</textarea>" in shown.text
    assert person_of(people.agent).totp_secret == made is not None


def test_who_set_it_up_in_another_tab_meanwhile_is_led_on_without_a_text_too(
    browser: FlaskClient, people: Cast
):
    must_have_a_factor(people.agent)
    browser.set_cookie(cookie_name(), start_session(people.agent.id, now=clock.now()))
    page = browser.get("/connexion/activation?next=/mon-compte").text
    set_up_from(browser, browser.get("/connexion/activation").text)

    answer = set_up_from(browser, page)

    assert answer.status_code == 303
    assert browser.get(answer.location).location == "/mon-compte"
