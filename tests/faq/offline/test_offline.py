"""What the service worker is told, and that nothing private may be kept by it."""

import re

import pytest
from flask.testing import FlaskClient

from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in


def kept(text: str, name: str) -> list[str]:
    return re.findall(r'"([^"]+)"', re.search(rf"self\.{name} = \[(.*?)\];", text)[1])


def test_the_worker_stands_at_the_root_and_names_files_that_exist(client: FlaskClient):
    answer = client.get("/service-worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    for address in kept(answer.text, "KEPT_FILES"):
        with client.get(address) as file:
            assert file.status_code == 200, address
    again = client.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_pages_kept_first_are_public(client: FlaskClient):
    for address in kept(client.get("/service-worker.js").text, "KEPT_PAGES"):
        answer = client.get(address)

        assert answer.status_code == 200
        assert "public" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/suivi", "/connexion", "/dossiers/nouveau", "/recherche?q=x"])
def test_what_is_private_or_asked_for_is_never_public(client: FlaskClient, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_who_is_signed_in_gets_nothing_that_may_be_kept(client: FlaskClient, shelf: Shelf, people: Cast):
    shelf.put()
    browser = signed_in(client, people.agent)

    for path in ("/", "/faq/double-prelevement", "/codes/", "/codes/AM04", "/hors-ligne", "/glossaire"):
        assert "public" not in browser.get(path).headers["Cache-Control"], path


def test_the_offline_page_speaks_both_languages_and_is_found_by_nobody(client: FlaskClient):
    assert "Pages gardées" in client.get("/hors-ligne").text
    assert 'content="noindex"' in client.get("/en/hors-ligne").text


def test_signing_out_forgets_what_was_read(client: FlaskClient, people: Cast):
    assert "data-forget-pages" in signed_in(client, people.agent).get("/mon-compte").text
