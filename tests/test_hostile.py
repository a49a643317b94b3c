"""Hostile and absurd values in every address, query, field and header of the site: words, never a fault.

Features have closer tests of their own forms; this one knows nothing of them but the routes and the names
of fields, so that a page added later is tried too.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import helpdesk
from helpdesk.accounts.models import Attempts
from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import Mode, Settings
from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.desks.models import Desk
from helpdesk.escalation.models import Escalation
from helpdesk.tickets.models import Ticket
from helpdesk.web.forms import Form
from tests.builders import a_rule, outgoing
from tests.escalation.cases import a_sent_escalation, mails, signed_link_in
from tests.faq.conftest import Shelf
from tests.http_browser import Form as SentForm
from tests.http_browser import read_forms
from tests.people import a_person, signed_in
from tests.tickets.forms import link_in

ANSWERS = {400, 404, 405, 409, 410, 413, 415, 422, 429}
"""What may be answered beside 2xx and 3xx."""

VALUES = {
    "nothing": b"",
    "blank": " \u00a0\u200b\t".encode(),
    "nul": b"a\x00b",
    "controls": b"\x01\x1b[31m\x7f",
    "surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xc3(",
    "long": b"x" * 10_000,
    "emoji": ("👩‍👧‍👦" * 30).encode(),
    "direction": "\u202egnp.exe\u2066\u2069".encode(),
    "SQL": b"' OR 1=1--",
    "like": b"%_%\\",
    "template": b"{{7*7}}{% x %}{0.__class__}%s%n%(x)s",
    "path": b"../../etc/passwd",
    "CRLF": b"a\r\nSet-Cookie: a=b\r\n\r\nX",
    "markup": b"\"'><script>alert(1)</script>",
    "huge number": b"9" * 30,
    "huge row": b"9223372036854775808",
    "minus": b"-1",
    "float": b"1e309",
    "not a number": b"NaN",
    "encoded twice": b"%252e%252e%252f",
    "no day": b"2026-02-30",
    "last day": b"9999-12-31",
    "first day": b"0001-01-01",
    "figures": "١٢٣²".encode(),
    "array": b"[1,[2],{}]",
    "address": b"//evil.example/\\evil",
    "one": b"1",
}

HEADERS = {
    "Host": ["evil.example", "localhost:99999", "[::1", "a b", "localhost\u00e9", "x" * 5000, ""],
    "X-Forwarded-For": ["' OR 1=1--", "999.999.999.999", "::1, x", "\u00ff", "," * 2000],
    "X-Forwarded-Host": ["evil.example", "\u00ff"],
    "X-Forwarded-Proto": ["javascript", "\u00ff"],
    "X-Forwarded-Prefix": ["//evil.example"],
    "Accept-Language": ["\u00ff", "fr;q=abc", "a" * 5000, "*;q=-1", "en-" * 500],
    "Accept-Encoding": ["\u00ff", "gzip;q=nan", "gzip;q=" + "9" * 400],
    "Accept": ["\u00ff", ";;;", "text/html;q=nan"],
    "Cookie": [
        "\u00ff\u00fe",
        "helpdesk=x; helpdesk-sign-in=\u00ff",
        "helpdesk=" + "x" * 4000,
        "helpdesk=eyJmb2xsb3ciOlsxXX0.x.x; helpdesk-sign-in=' OR 1=1--",
        "=;=;;",
        "session=.e30.x",
    ],
    "Referer": ["javascript:alert(1)", "\u00ff", "http://[", "x" * 5000],
    "Origin": ["null", "\u00ff", "http://["],
    "If-None-Match": ["\u00ff", '"' * 100, "W/"],
    "If-Modified-Since": ["\u00ff", "Mon, 99 Foo 99999 99:99:99 GMT"],
    "Range": ["bytes=-1", "bytes=9-1", "\u00ff", "bytes=" + "9" * 40 + "-"],
    "Content-Type": [
        "\u00ff",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/json",
        "text/plain; charset=x",
    ],
    "Content-Length": ["-1", "abc", "9" * 30],
    "User-Agent": ["\u00ff", "x" * 20_000, ""],
    "HX-Request": ["\u00ff"],
    "Sec-Fetch-Site": ["\u00ff"],
}


TYPED = "application/x-www-form-urlencoded"
ASKED_WITH_HEADERS = {
    "faq.home",
    "faq.show",
    "faq.search_json",
    "faq.vote",
    "accounts.sign_in",
    "accounts.account",
    "tickets.new",
    "tickets.find",
    "tickets.mine",
    "desk.inbox",
    "desk.show",
    "desk.reply",
    "confederal.show",
}
TRIED_ALONE = [
    "nul",
    "surrogate",
    "long",
    "huge number",
    "minus",
    "float",
    "figures",
    "CRLF",
    "last day",
    "template",
]
PLAUSIBLE = {
    "category": "prelevement",
    "subcategory": "double-debit",
    "subject": "Deux prélèvements",
    "body": "Douze adhérents ont été débités deux fois.",
    "name": "Mélanie Membre",
    "email": "melanie.membre@example.org",
    "summary": "Deux débits.\nDepuis le 5 novembre.\nDouze adhérents à découvert.",
    "tried": "Assistance appelée le 10 novembre.",
    "reason": "Une raison dite en quelques mots.",
    "code": "UL38",
    "confirmed": "y",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-05",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The demonstration, which alone has pages for its mail, behind a proxy whose headers are believed."""
    return settings.model_copy(update={"mode": Mode.DEMO, "trusted_proxies": 1})


class World:
    """A site with one of each thing, and a browser that may see everything there is."""

    def __init__(self, app: Flask, client: FlaskClient, viewer: Viewer) -> None:
        self.app, self.client, self.viewer = app, client, viewer
        self.ticket = db.session.scalars(select(Ticket)).first()
        self.escalation = db.session.scalars(select(Escalation)).one()
        self.reference = self.ticket.reference
        self.faults: list[str] = []

    def rules(self) -> Iterator[Rule]:
        """Give each rule to a viewer who is signed in, whatever was asked before."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
            # /readyz rightly answers 503 as long as no worker runs.
            if rule.endpoint not in {"static", "health.ready"}:
                self.sign_in()
                yield rule

    def address(self, rule: Rule, **changes: str) -> str:
        """Return an address of the rule that leads to something, some of its parts replaced."""
        parts = {
            "reference": self.reference,
            "slug": "double-prelevement",
            "action": "take",
            "token": "x",
            "mail_id": "x",
        }
        if rule.endpoint == "confederal.act":
            parts["slug"] = "accuser-reception"
        address = rule.rule
        for name in rule.arguments:
            known = quote(changes.get(name, parts.get(name, "1")), safe="%")
            address = re.sub(rf"<(\w+(\([^)]*\))?:)?{name}>", lambda _found, known=known: known, address)
        return address

    def ask(self, method: str, address: str, **sent: object) -> None:
        """Ask as the viewer and note a fault; who asked too often has it forgotten and asks again."""
        response = self.client.open(address, method=method, **sent)
        if response.status_code == 429:
            db.session.execute(delete(Attempts))
            db.session.commit()
            response = self.client.open(address, method=method, **sent)
        if not self.is_sound(response):
            self.faults.append(f"{method} {address[:90]} {str(sent)[:120]}: {response.status_code}")
        response.close()

    def sign_in(self) -> None:
        signed_in(self.client, self.viewer)

    @staticmethod
    def is_sound(response: TestResponse) -> bool:
        answered = response.status_code < 400 or response.status_code in ANSWERS
        page = response.text if response.mimetype == "text/html" else ""
        leads_away = response.headers.get("Location", "").startswith(("//", "http://evil", "https://evil"))
        return answered and "<script>alert(1)" not in page and not leads_away


@pytest.fixture
def world(app: Flask, client: FlaskClient) -> World:
    at = clock_now()
    viewer = a_person("Tout Role", *Role, now=at)
    Shelf(at).put()
    a_sent_escalation(at, viewer)
    a_rule(db.session.scalars(select(Desk)).first())
    client.get(link_in(next(mail.text for mail in outgoing() if mail.event == "tickets/received")))
    client.get(signed_link_in(mails("sent")[0].text))
    return World(app, client, viewer)


def field_names() -> list[str]:
    """Return every name that a form or a view reads."""
    names = {name for form in _forms(Form) for name in vars(form) if not name.startswith("_")}
    reads = re.compile(r"""request\.(?:form|args|files|values)\b(?:\.\w+\(|\[)["']([\w-]+)["']""")
    for path in Path(helpdesk.__file__).parent.rglob("*.py"):
        names.update(reads.findall(path.read_text()))
    moves = {
        f"{move}-{name}"
        for move in ("acknowledge", "take", "answer", "refuse")
        for name in ("text", "key", "version")
    }
    return sorted(names | moves | {"sort", "apres", "avant", "vue", "next"})


def _forms(form: type) -> Iterator[type]:
    for below in form.__subclasses__():
        yield below
        yield from _forms(below)


def test_the_names_of_fields_are_found(app: Flask):
    assert {"body", "password", "reference", "q", "vote", "summary", "answer-text"} <= set(field_names())


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_in_every_field_makes_a_fault(world: World, value: bytes):
    names = field_names() if len(value) < 5000 else ["body", "subject", "email", "q", "summary"]
    body = "&".join(f"{name}={quote(value)}" for name in names)

    for rule in world.rules():
        if "POST" in rule.methods:
            world.ask("POST", world.address(rule), data=body, content_type=TYPED)

    assert world.faults == []


@pytest.mark.parametrize("value", [VALUES[name] for name in TRIED_ALONE], ids=TRIED_ALONE)
def test_no_value_given_twice_and_as_a_file_makes_a_fault(world: World, value: bytes):
    names = field_names() if len(value) < 1000 else ["body", "subject", "email", "summary"]

    for rule in world.rules():
        if "POST" in rule.methods:
            parts = {name: [value, value] for name in names} | {
                "files": (BytesIO(value), value.decode("latin-1"))
            }
            world.ask("POST", world.address(rule), data=parts, content_type="multipart/form-data")

    assert world.faults == []


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_in_every_query_makes_a_fault(world: World, value: bytes):
    names = field_names() if len(value) < 1000 else ["q", "apres", "next", "vue", "avant"]
    query = "&".join(f"{name}={quote(value)}" for name in names)

    for rule in world.rules():
        if "GET" in rule.methods:
            world.ask("GET", f"{world.address(rule)}?{query}")

    assert world.faults == []


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_in_an_address_makes_a_fault(world: World, value: bytes):
    for rule in world.rules():
        for name in rule.arguments:
            for method in sorted(rule.methods & {"GET", "POST"}):
                world.ask(method, world.address(rule, **{name: quote(value, safe="")}))

    assert world.faults == []


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_makes_a_fault(world: World, header: str):
    asked = [
        (method, world.address(rule))
        for rule in world.rules()
        if rule.endpoint in ASKED_WITH_HEADERS
        for method in sorted(rule.methods & {"GET", "POST"})
    ]

    if header == "Cookie":
        # A browser that keeps cookies writes this header itself.
        world.client = world.app.test_client(use_cookies=False)
    for value in HEADERS[header]:
        for method, address in asked:
            world.ask(method, address, headers={header: value})

    assert world.faults == []


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/xml",
    ],
)
def test_no_body_makes_a_fault(world: World, kind: str):
    for body in (
        b"[]",
        b'{"a":',
        b"\xff" * 100,
        b"--x\r\n",
        b"a" * 5000 + b"=",
        b"&&&==&",
        b"csrf_token=%00",
    ):
        for rule in world.rules():
            if "POST" in rule.methods:
                world.ask("POST", world.address(rule), data=body, content_type=kind)

    assert world.faults == []


def forms_of(world: World) -> list[tuple[str, SentForm]]:
    """Return every form that a page shows, with the address it is sent to, once each."""
    found = {}
    for rule in world.rules():
        if "GET" in rule.methods:
            page = world.client.get(world.address(rule))
            for form in read_forms(world.address(rule), page.text if page.mimetype == "text/html" else ""):
                if form.method == "post" and form.action != "/deconnexion":
                    found.setdefault((form.action, frozenset(form.names)), form)
    return [(action, form) for (action, _names), form in found.items()]


@pytest.mark.parametrize("value", [VALUES[name] for name in TRIED_ALONE], ids=TRIED_ALONE)
def test_no_value_in_one_field_of_a_filled_form_makes_a_fault(world: World, value: bytes):
    forms = forms_of(world)

    for action, form in forms:
        world.sign_in()
        for name in sorted(form.names - {"csrf_token"}):
            known = {key: text for key, text in PLAUSIBLE.items() if key in form.names}
            filled = known | {key: text for key, text in form.values if text}
            world.ask("POST", action, data=filled | {name: value})

    assert len(forms) > 30
    assert world.faults == []
