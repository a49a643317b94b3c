from datetime import timedelta

import pytest

from helpdesk.accounts.links import create_link
from helpdesk.accounts.models import LinkPurpose, Person
from helpdesk.db import db
from tests.accounts.conftest import PASSWORD, is_signed_in, mailed_path, sign_in, with_password
from tests.builders import outgoing

NEW = "quatre chevaux mangent dehors"


def twice(password: str, **more: str) -> dict[str, str]:
    return {"password": password, "again": password, **more}


def forget(client, email):
    return client.post("/mot-de-passe/oublie", data={"email": email})


def test_a_forgotten_password_is_replaced_by_a_mailed_link(client, browser, people):
    with_password(people.agent)
    forget(client, people.agent.email)
    path = mailed_path("accounts/reset_link")

    assert client.get(path).status_code == 200
    assert client.post(path, data=twice(NEW)).status_code == 303
    assert is_signed_in(client)
    assert sign_in(browser(), people.agent, PASSWORD).status_code == 422
    assert sign_in(browser(), people.agent, NEW).status_code == 303


def test_the_link_works_once_and_the_other_links_of_the_person_no_more(client, browser, people):
    forget(client, people.agent.email)
    first = mailed_path("accounts/reset_link")
    forget(client, people.agent.email)
    client.post("/connexion/lien", data={"email": people.agent.email})
    door = mailed_path("accounts/sign_in_link")

    client.post(mailed_path("accounts/reset_link"), data=twice(NEW))

    assert browser().get(first).status_code == 410
    assert browser().post(first, data=twice(NEW)).status_code == 410
    assert browser().post(door).status_code == 410


def test_a_link_that_was_not_used_within_the_hour_is_gone(client, people, hour):
    forget(client, people.agent.email)
    path = mailed_path("accounts/reset_link")

    hour.at += timedelta(hours=1)

    assert client.get(path).status_code == 410
    assert client.post(path, data=twice(NEW)).status_code == 410


def test_every_open_session_ends_with_a_new_password(client, browser, people):
    with_password(people.agent)
    thief = browser()
    sign_in(thief, people.agent)
    forget(client, people.agent.email)

    client.post(mailed_path("accounts/reset_link"), data=twice(NEW))

    assert not is_signed_in(thief)


def test_the_mailbox_is_told(client, people):
    with_password(people.agent)
    forget(client, people.agent.email)

    client.post(mailed_path("accounts/reset_link"), data=twice(NEW))

    mail = outgoing()[-1]
    assert (mail.event, mail.to_address) == ("accounts/account_changed", people.agent.email)
    assert "mot de passe a été changé" in mail.text
    assert NEW not in mail.text


def test_the_answer_does_not_tell_whether_there_is_an_account(client, people):
    known, unknown = forget(client, people.agent.email), forget(client, "nobody@example.org")

    assert (known.status_code, known.text.replace(people.agent.email, "nobody@example.org")) == (
        200,
        unknown.text,
    )
    assert len(outgoing()) == 1


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        ("/mot-de-passe/nouveau/", LinkPurpose.SIGN_IN),
        ("/mot-de-passe/nouveau/", LinkPurpose.INVITATION),
        ("/invitation/", LinkPurpose.RESET),
        ("/invitation/", LinkPurpose.SIGN_IN),
    ],
)
def test_a_link_of_one_purpose_does_not_serve_another(client, people, now, path, purpose):
    token = create_link(people.agent.id, purpose, now=now, expires_at=now + timedelta(hours=1))

    assert client.post(path + token, data=twice(NEW)).status_code == 410


def test_a_weak_password_is_refused_with_its_reason_and_the_link_still_works(client, people):
    forget(client, people.agent.email)
    path = mailed_path("accounts/reset_link")

    for weak, words in {
        "court-9": "trop court",
        "a" * 300: "trop long",
        "agatheaide2026": "se devine trop facilement",
    }.items():
        answer = client.post(path, data=twice(weak))
        assert answer.status_code == 422
        assert words in answer.text
        assert weak not in answer.text
    assert client.post(path, data=twice(NEW)).status_code == 303


def test_two_different_passwords_are_refused(client, people):
    forget(client, people.agent.email)

    answer = client.post(mailed_path("accounts/reset_link"), data={"password": NEW, "again": NEW + "x"})

    assert answer.status_code == 422
    assert "ne sont pas les mêmes" in answer.text


def test_a_change_needs_the_old_password_and_ends_the_other_sessions(client, browser, people):
    with_password(people.agent)
    elsewhere = browser()
    sign_in(elsewhere, people.agent)
    sign_in(client, people.agent)

    wrong = client.post("/mon-compte/mot-de-passe", data=twice(NEW, old="not the password"))
    missing = client.post("/mon-compte/mot-de-passe", data=twice(NEW))
    right = client.post("/mon-compte/mot-de-passe", data=twice(NEW, old=PASSWORD))

    assert (wrong.status_code, missing.status_code, right.status_code) == (422, 422, 303)
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert sign_in(browser(), people.agent, NEW).status_code == 303


def test_guessing_the_old_password_in_an_open_session_is_limited(client, people):
    sign_in(client, with_password(people.agent))

    answers = [
        client.post("/mon-compte/mot-de-passe", data=twice(NEW, old="wrong")).status_code for _ in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_choosing_a_password_over_and_over_is_limited(client, people):
    forget(client, people.agent.email)
    path = mailed_path("accounts/reset_link")

    answers = [client.post(path, data=twice("court")).status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]


def test_who_has_no_password_chooses_one_by_mail(client, people):
    client.post("/connexion/lien", data={"email": people.agent.email})
    client.post(mailed_path("accounts/sign_in_link"))

    assert client.get("/mon-compte/mot-de-passe").location == "/mot-de-passe/oublie"


def test_password_fields_help_password_managers_and_never_show_a_question(client, people):
    forget(client, people.agent.email)
    page = client.get(mailed_path("accounts/reset_link")).text

    assert page.count('autocomplete="new-password"') == 2
    assert page.count('type="password"') == 2
    assert 'autocomplete="username"' in page
    assert db.session.get(Person, people.agent.id).email in page
