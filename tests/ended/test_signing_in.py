"""A form sent after its session had ended asks to sign in and is found again, filled in; nothing is done meanwhile."""

import html
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from wtforms import PasswordField

from helpdesk.db import db
from helpdesk.tickets.rules import EntryKind
from helpdesk.web import again
from helpdesk.web.forms import Form
from tests.builders import lines_of
from tests.ended.pages import (
    PASSWORD,
    TEXT,
    action_in,
    end_session_of,
    hidden_in,
    send_reply,
    sign_in_on,
)
from tests.people import Cast
from tests.tickets.work.desk_pages import opened


def test_a_reply_sent_too_late_is_found_again_in_the_composer_and_sent(browser: FlaskClient, people: Cast):
    ticket = opened()

    asked = send_reply(browser, ticket.reference)
    assert asked.status_code == 422
    assert "Votre session a pris fin" in asked.text

    wrong = sign_in_on(browser, asked.text, people.agent, password="pas la bonne phrase")
    assert wrong.status_code == 422
    inside = sign_in_on(browser, wrong.text, people.agent)
    shown = browser.post(action_in(inside.text), data=hidden_in(inside.text))
    assert shown.status_code == 200
    assert f"{html.escape(TEXT, quote=False)}</textarea>" in shown.text
    assert EntryKind.NOTE not in {line.kind for line in lines_of(ticket)}

    data = {**hidden_in(shown.text), "kind": "note", "then": "go_on", "body": TEXT}
    browser.post(f"/bureau/dossiers/{ticket.reference}/reponses", data=data)
    assert TEXT in [line.body for line in lines_of(ticket)]


def test_a_form_with_an_address_of_its_own_is_found_again(browser: FlaskClient, people: Cast):
    page = browser.get("/bureau/dossiers/nouveau").text
    end_session_of(browser)

    asked = browser.post("/bureau/dossiers/nouveau", data={**hidden_in(page), "name": "Rejet de mars"})
    inside = sign_in_on(browser, asked.text, people.agent)
    shown = browser.post(action_in(inside.text), data=hidden_in(inside.text))

    assert action_in(inside.text) == "/bureau/dossiers/nouveau"
    assert 'value="Rejet de mars"' in shown.text


def test_a_move_is_offered_again_by_a_button_and_not_made(browser: FlaskClient, people: Cast):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    page = browser.get(url).text
    end_session_of(browser)

    asked = browser.post(f"{url}/etat/take", data=hidden_in(page))
    inside = sign_in_on(browser, asked.text, people.agent)
    shown = browser.post(action_in(inside.text), data=hidden_in(inside.text))
    db.session.rollback()
    assert ticket.assignee_id is None

    browser.post(action_in(shown.text), data=hidden_in(shown.text))
    db.session.rollback()
    assert ticket.assignee_id == people.agent.id


def test_neither_passwords_nor_files_are_carried(browser: FlaskClient, people: Cast):
    ticket = opened()

    asked = send_reply(
        browser, ticket.reference, password="secret-1", old="secret-2", files=(BytesIO(b"secret-3"), "a.csv")
    )

    assert "secret-" not in asked.text
    assert "joignez-les de nouveau" in asked.text


def test_every_password_is_known_by_its_name():
    def below(parent: type[Form]) -> list[type[Form]]:
        return [each for child in parent.__subclasses__() for each in (child, *below(child))]

    names = {
        name
        for form in below(Form)
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is PasswordField
    }

    assert names
    assert names <= again.NEVER_KEPT


def test_a_text_too_long_to_be_carried_is_said_and_shown_to_be_copied(browser: FlaskClient, people: Cast):
    long = "mot " * 55_000
    ticket = opened()

    asked = send_reply(browser, ticket.reference, body=long)

    assert "trop longue pour être gardée" in asked.text
    assert long.strip() in asked.text
    assert "body" not in dict(again.unpacked(hidden_in(asked.text)["kept"]))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://ailleurs.example.org"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"},
        {"HX-Request": "true"},
    ],
)
def test_what_no_page_of_ours_sent_is_not_found(browser: FlaskClient, headers: dict[str, str]):
    end_session_of(browser)

    assert browser.post("/bureau/dossiers/nouveau", data={"subject": "x"}, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.example.org/", "//ailleurs.example.org", "/\\ailleurs"]
)
def test_a_kept_form_is_carried_to_no_other_site(browser: FlaskClient, people: Cast, elsewhere: str):
    end_session_of(browser)
    page = browser.get("/connexion").text
    data = {
        **hidden_in(page),
        "email": people.agent.email,
        "password": PASSWORD,
        "next": elsewhere,
        "kept": again.packed([("body", "x")]),
    }

    answer = browser.post("/connexion", data=data)

    assert answer.location == "/connexion"


@pytest.mark.parametrize(
    "kept",
    [
        *("", "x", "[", "{}", "[1]", '["a"]', "null", '[["a"]]', "[" * 3000),
        *(r'[["a","\ud800"]]', r'[["\udfff","a"]]', r'[["a","b"],["c","\udc00\ud83d"]]'),
    ],
)
def test_kept_fields_that_nobody_packed_are_none(kept: str):
    assert again.unpacked(kept) == []


def test_kept_fields_that_hold_half_a_sign_do_not_stop_the_sign_in(browser: FlaskClient, people: Cast):
    end_session_of(browser)
    data = {
        **hidden_in(browser.get("/connexion").text),
        "email": people.agent.email,
        "password": PASSWORD,
        "next": "/bureau",
        "kept": r'[["a","\ud800"]]',
    }

    answer = browser.post("/connexion", data=data)

    assert answer.status_code == 303


def test_whole_signs_beyond_the_first_plane_are_kept():
    assert again.unpacked(r'[["a","\ud83d\udd11"]]') == [("a", "🔑")]
