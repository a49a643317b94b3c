"""Hostile and absurd values in every field of every form: a page with a sentence, never a fault."""

import pytest
from flask.testing import FlaskClient

from tests.accounts.conftest import with_password
from tests.people import signed_in

ANYBODY = {
    "/connexion": ("email", "password", "next"),
    "/connexion/lien": ("email", "next"),
    "/connexion/lien/x": ("next",),
    "/connexion/code": ("code", "next"),
    "/connexion/code-de-secours": ("code", "next"),
    "/connexion/activation": ("seed", "code", "next"),
    "/mot-de-passe/oublie": ("email",),
    "/mot-de-passe/nouveau/x": ("password", "again"),
    "/invitation/x": ("password", "again"),
}
STAFF = {
    "/mon-compte": ("name", "lang", "shortcuts"),
    "/mon-compte/mot-de-passe": ("old", "password", "again"),
    "/mon-compte/second-facteur": ("password", "act"),
    "/mon-compte/session": ("session",),
    "/connexion/activation": ("seed", "password", "code", "next"),
    "/bureau/personnes/invitation": ("name", "email", "roles", "lang"),
    "/bureau/personnes/1": ("roles",),
}
VALUES = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "é" * 3000,
    "x" * 100_000,
    "\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "{{7*7}}{% x %}%s%n",
    "' OR 1=1 --",
    "a" + "\u0301" * 5000,
    "٣٣٣٣٣٣",
    "-1",
    "1e999",
]
FINE = {200, 303, 404, 410, 413, 422, 429}


def post(client: FlaskClient, path: str, fields: tuple[str, ...], value: str) -> int:
    return client.post(
        path, data={field: value.encode("utf-8", "surrogatepass") for field in fields}
    ).status_code


@pytest.mark.parametrize("path", ANYBODY)
def test_a_strangers_absurd_form_is_answered_in_words(client, people, path):
    answers = {value[:20]: post(client, path, ANYBODY[path], value) for value in VALUES}

    assert {value: status for value, status in answers.items() if status not in FINE} == {}


@pytest.mark.parametrize("path", STAFF)
def test_a_signed_in_persons_absurd_form_is_answered_in_words(client, people, path):
    signed_in(client, with_password(people.sysadmin))

    answers = {value[:20]: post(client, path, STAFF[path], value) for value in VALUES}

    assert {value: status for value, status in answers.items() if status not in FINE} == {}


@pytest.mark.parametrize("query", ["next=%00", "next=%ff", "next=a&next=b", "q=%00", "apres=%ff", "x" * 5000])
def test_an_absurd_query_is_answered_in_words(client, people, query):
    signed_in(client, people.sysadmin)

    for path in (*ANYBODY, *STAFF, "/bureau/personnes"):
        assert client.get(f"{path}?{query}").status_code in {200, 303, 400, 404, 405, 410, 414}


@pytest.mark.parametrize("path", ["/connexion/lien/", "/mot-de-passe/nouveau/", "/invitation/"])
def test_an_absurd_secret_is_a_link_that_does_not_work(client, path):
    for secret in ("%00", "%ff", "..%2f", "x" * 5000, "%F0%9F%94%91"):
        assert client.get(path + secret, follow_redirects=True).status_code in {400, 404, 410}


def test_absurd_headers_are_survived(client, people):
    for value in ("", "x" * 20_000, "\xff\xfe", "Firefox/ Windows <script>"):
        response = client.post(
            "/connexion",
            data={"email": people.agent.email, "password": "x"},
            headers={"User-Agent": value, "Cookie": f"helpdesk-sign-in={value[:50]}"},
        )
        assert response.status_code in {422, 429}
