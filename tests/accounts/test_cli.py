import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from helpdesk.accounts.cli import person as group
from helpdesk.accounts.models import Person
from helpdesk.accounts.rules import Role
from helpdesk.cli import main
from helpdesk.db import db
from tests.accounts.conftest import PASSWORD, is_signed_in, mailed_path, sign_in
from tests.builders import outgoing
from tests.people import signed_in

ADD = ["add", "sasha@example.org", "--name", "Sasha Site", "--role", "sysadmin", "--role", "editor"]


def helpdesk_person(app: Flask, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(group, words, input=typed, obj=ScriptInfo(create_app=lambda: app))


def test_a_person_is_added_and_invited(app, client, people):
    result = helpdesk_person(app, *ADD)

    assert result.exit_code == 0
    person = db.session.scalars(select(Person).where(Person.email == "sasha@example.org")).one()
    assert person.roles == {Role.SYSADMIN, Role.EDITOR}
    assert client.get(mailed_path("accounts/invitation_link")).status_code == 200


def test_a_password_may_come_from_standard_input(app, client, people):
    result = helpdesk_person(app, *ADD, "--password-stdin", typed=f"{PASSWORD}\n")

    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert outgoing() == []
    assert (
        client.post("/connexion", data={"email": "sasha@example.org", "password": PASSWORD}).status_code
        == 303
    )


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        ([*ADD, "--password-stdin"], "court\n", "at least"),
        ([*ADD, "--password-stdin"], "", "at least"),
        (["add", "not-a-mailbox", "--name", "X", "--role", "agent"], "", "address"),
        (["add", "agathe.aide@example.org", "--name", "X", "--role", "agent"], "", "account"),
        (["disable", "nobody@example.org"], "", "Nobody has the mailbox"),
        (["disable", "sacha.systeme@example.org"], "", "administrator"),
    ],
)
def test_a_refusal_changes_nothing_and_is_said_in_english(app, people, words, typed, sentence):
    before = db.session.scalars(select(Person.id).where(Person.disabled_at.is_(None))).all()

    result = helpdesk_person(app, *words, typed=typed)

    assert result.exit_code == 1
    assert sentence in str(result.exception)
    assert db.session.scalars(select(Person.id).where(Person.disabled_at.is_(None))).all() == before
    assert outgoing() == []


def test_an_unknown_role_is_named(app):
    result = helpdesk_person(app, "add", "x@example.org", "--name", "X", "--role", "king")

    assert result.exit_code == 2
    assert "'king'" in result.output


def test_a_disabled_person_is_out(app, client, people):
    signed_in(client, people.agent)

    result = helpdesk_person(app, "disable", people.agent.email.upper())

    assert result.exit_code == 0
    assert not is_signed_in(client)


def test_the_last_administrator_who_lost_the_telephone_gets_in_again(app, client, people, now):
    helpdesk_person(app, *ADD, "--password-stdin", typed=f"{PASSWORD}\n")
    person = db.session.scalars(select(Person).where(Person.email == "sasha@example.org")).one()
    person.totp_confirmed_at = now
    db.session.commit()

    result = helpdesk_person(app, "reset-second-factor", "sasha@example.org")

    assert result.exit_code == 0
    sign_in(client, person)
    assert client.get("/connexion/code").location == "/connexion/activation"


def test_the_command_is_in_the_list():
    assert "person" in CliRunner().invoke(main, ["--help"]).output
