"""Submitting dossiers: a form is fetched once a caller, then sent again and again with another content."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from secrets import randbits, token_hex, token_urlsafe
from urllib.parse import urlencode

from flask import Flask, g

from tests.bench.load import Call, Calls
from tests.bench.seeding.instances import HOST

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FIELDS = {
    "category": "prelevement",
    "subcategory": "double-debit",
    "subject": "Deux prélèvements en novembre",
    "body": "J’ai été prélevée deux fois le 5 novembre, de 12,50 € chaque fois.\n\nMerci de votre aide.",
    "amount": "12,50",
    "debit_on": "2026-11-05",
    "name": "Mélanie Membre",
    "organisation_text": "Syndicat de Rennes",
}


@dataclass(frozen=True)
class Form:
    """What a browser keeps of the form: its token, and the cookie the token belongs to."""

    path: str
    token: str
    cookie: str


def forget_visitor() -> None:
    """Let the next request know nothing of the one before, though both run in the context that is open."""
    for name in list(g):
        g.pop(name)


def kept_cookies(app: Flask, path: str, name: str, token: str) -> str:
    """Return the cookies that a browser sends once it has opened a page: the sign-in's and the session's."""
    forget_visitor()
    client = app.test_client()
    client.set_cookie(name, token, domain="127.0.0.1")
    client.get(path, base_url=HOST)
    kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="127.0.0.1")
    assert kept is not None
    return f"{name}={token}; {kept.key}={kept.value}"


def fetch_form(app: Flask, path: str) -> Form:
    """Open the form once."""
    forget_visitor()
    client = app.test_client()
    answer = client.get(path, base_url=HOST)
    found = TOKEN.search(answer.text)
    if found is None:
        raise RuntimeError(f"no form at {path}: {answer.status}")
    name = app.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name, domain="127.0.0.1")
    assert kept is not None
    return Form(path, found[1], f"{name}={kept.value}")


def submissions(app: Flask, path: str) -> Calls:
    """Return calls that each open a dossier, of another person from another network."""
    form = fetch_form(app, path)
    return lambda caller: submit_with(form)


def submit_with(form: Form) -> Iterator[Call]:
    """Give one submission after the other."""
    run = token_hex(4)
    first = randbits(24)
    for turn in count(first):
        fields = FIELDS | {
            "email": f"membre-{run}-{turn}@example.org",
            "submission_key": token_urlsafe(32),
            "csrf_token": form.token,
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": form.cookie,
            "X-Forwarded-For": f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}",
        }
        yield Call(form.path, "POST", urlencode(fields), headers, status=302)
