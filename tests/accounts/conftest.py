"""A browser that signs in, a clock that can be moved, and the secrets of mails."""

import re
from collections.abc import Callable
from datetime import datetime

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.accounts.models import Person
from helpdesk.accounts.passwords.hashing import hash_password
from helpdesk.accounts.viewer import Viewer
from helpdesk.core import clock
from helpdesk.db import db
from tests.builders import outgoing

PASSWORD = "trente moineaux boivent"


class Clock:
    """The hour of the tests; `clock.at` may be moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at


@pytest.fixture(autouse=True)
def hour(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Clock:
    moved = Clock(now)
    monkeypatch.setattr(clock, "now", lambda: moved.at)
    return moved


@pytest.fixture
def browser(app: Flask, client: FlaskClient) -> Callable[[], FlaskClient]:
    """Make further browsers, each with cookies of its own."""
    return app.test_client


def with_password(viewer: Viewer, password: str = PASSWORD) -> Viewer:
    person = db.session.get(Person, viewer.id)
    person.password_hash = hash_password(password)
    db.session.commit()
    return viewer


def sign_in(client: FlaskClient, viewer: Viewer, password: str = PASSWORD, **form: str):
    return client.post("/connexion", data={"email": viewer.email, "password": password, **form})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/mon-compte").status_code == 200


def mailed_path(event: str) -> str:
    """Return the path of the link in the latest mail of `event`."""
    mail = [mail for mail in outgoing() if mail.event == event][-1]
    return re.search(r"http://localhost(/\S+)", mail.text).group(1)


def code_for(seed: str, at: datetime) -> str:
    return pyotp.TOTP(seed).at(at)
