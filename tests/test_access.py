"""Every route for every role, from the one table that says who may call what."""

import uuid
from collections.abc import Iterator
from dataclasses import fields

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter, NumberConverter, UUIDConverter

from helpdesk.access import ACCESS, PUBLIC, may_call
from helpdesk.accounts.rules import Role
from helpdesk.accounts.sessions import cookie_name, start_session
from helpdesk.core import clock
from tests.people import Cast, signed_in

EVERYBODY = [None, *(field.name for field in fields(Cast))]


@pytest.fixture
def hollow_app(app: Flask) -> Flask:
    """The application with its guard and empty views: what answers 200 was let through."""
    app.config["WTF_CSRF_ENABLED"] = False
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = lambda **values: "let through"
    return app


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Give each (endpoint, method, address) of the site, with made-up values in the address."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        address = adapter.build(rule.endpoint, made_up_values(rule))
        for method in sorted(rule.methods - {"OPTIONS"}):
            yield rule.endpoint, method, address


def made_up_values(rule: Rule) -> dict[str, object]:
    return {name: made_up(converter) for name, converter in rule._converters.items()}


def made_up(converter: object) -> object:
    if isinstance(converter, NumberConverter):
        return 1
    if isinstance(converter, UUIDConverter):
        return uuid.UUID(int=1)
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return "x"


def expected(endpoint: str, method: str, *, allowed: bool, anonymous: bool) -> int:
    if allowed:
        return 200
    if not anonymous or endpoint not in ACCESS:
        return 404
    return {"GET": 302, "HEAD": 302, "POST": 422}.get(method, 404)


def test_every_route_is_in_the_table(app: Flask):
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert routes - set(ACCESS) == set()


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_guard_does_what_the_table_says(hollow_app: Flask, people: Cast, who: str | None):
    viewer = getattr(people, who) if who else None
    client = hollow_app.test_client()
    if viewer:
        signed_in(client, viewer)

    wrong = []
    for endpoint, method, address in addresses(hollow_app):
        status = client.open(address, method=method).status_code
        right = expected(endpoint, method, allowed=may_call(endpoint, viewer), anonymous=viewer is None)
        if status != right:
            wrong.append((endpoint, method, address, status, right))

    assert wrong == []


def test_who_still_owes_the_second_factor_is_led_to_it_and_finds_nothing_open(
    hollow_app: Flask, people: Cast
):
    client = hollow_app.test_client()
    client.set_cookie(cookie_name(), start_session(people.sysadmin.id, now=clock.now()))

    for endpoint, method, address in addresses(hollow_app):
        response = client.open(address, method=method)
        right = expected(endpoint, method, allowed=ACCESS[endpoint] is PUBLIC, anonymous=True)
        assert (endpoint, method, response.status_code) == (endpoint, method, right)
        if right == 302:
            assert response.location.startswith("/connexion/code?next=")


def test_a_route_outside_the_table_is_not_found_for_anybody(app: Flask, client: FlaskClient, people: Cast):
    app.view_functions["static"] = lambda **values: "let through"
    app.url_map.add(Rule("/oubliee", endpoint="tests.forgotten", methods=["GET", "POST"]))
    app.view_functions["tests.forgotten"] = lambda: "let through"
    signed_in(client, people.sysadmin)

    assert client.get("/oubliee").status_code == 404
    assert client.post("/oubliee").status_code == 404


def test_an_anonymous_reader_comes_back_to_the_page_asked_for_in_its_language(client: FlaskClient):
    response = client.get("/en/bureau/?vue=mes-dossiers")

    assert response.location == "/en/connexion?next=/en/bureau/?vue%3Dmes-dossiers"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_open_its_own_account(role: Role, people: Cast):
    assert may_call("accounts.account", getattr(people, role.value))


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who])
def test_everybodys_first_page_is_open_to_them(people: Cast, who: str):
    viewer = getattr(people, who)

    assert may_call(viewer.first_page, viewer)


def test_who_signed_in_without_a_role_may_open_the_own_account_and_no_staff_page(people: Cast):
    assert may_call("accounts.account", people.stranger)
    assert not may_call("desk.inbox", people.stranger)
