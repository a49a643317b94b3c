"""Articles on paper, with the extra and without."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.engines import paper
from helpdesk.engines.paper import NoPaper, own_files, to_pdf
from helpdesk.faq.printing.making import press
from helpdesk.web.assets import STATIC
from tests.faq.conftest import Shelf


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch):
    """An installation without the package."""
    paper.is_available.cache_clear()
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    yield
    paper.is_available.cache_clear()


def test_a_collection_is_one_page_with_contents_and_contacts(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("autre", title="L’autre")

    page = client.get("/collections/collecte-en-ligne/imprimer").text

    assert page.count("<article") == 2
    assert 'href="#autre"' in page
    assert "aide@example.org" in page
    assert "<h4>Que faire</h4>" in page
    assert page.count("<h1") == 1
    assert "http://localhost/faq/autre" in page


def test_everything_is_one_page(client: FlaskClient, shelf: Shelf):
    shelf.put()

    assert "Prélèvement des cotisations" in client.get("/imprimer").text
    assert client.get("/en/imprimer").status_code == 200
    assert client.get("/collections/absente/imprimer").status_code == 404


def test_an_empty_site_prints_so(client: FlaskClient):
    assert "Aucun article" in client.get("/imprimer").text


@pytest.mark.parametrize(
    "path", ["/faq/double-prelevement.pdf", "/collections/collecte-en-ligne.pdf", "/imprimer.pdf"]
)
def test_a_pdf_is_made_once_and_kept(client: FlaskClient, shelf: Shelf, path, monkeypatch):
    shelf.put()
    first = client.get(path)
    monkeypatch.setattr(paper, "to_pdf", None)

    again = client.get(path)

    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF-")
    assert again.data == first.data
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_an_article_offers_its_pdf(client: FlaskClient, shelf: Shelf):
    shelf.put()

    assert 'href="/faq/double-prelevement.pdf"' in client.get("/faq/double-prelevement").text
    assert client.get("/faq/absent.pdf").status_code == 404


def test_without_the_extra_the_page_to_print_is_shown(client: FlaskClient, shelf: Shelf, without_extra):
    shelf.put()

    assert client.get("/imprimer.pdf").location == "/imprimer"
    assert (
        client.get("/collections/collecte-en-ligne.pdf").location == "/collections/collecte-en-ligne/imprimer"
    )
    assert client.get("/faq/double-prelevement.pdf").location == "/faq/double-prelevement"
    assert ".pdf" not in client.get("/faq/double-prelevement").text
    with pytest.raises(NoPaper, match="helpdesk\\[pdf\\]"):
        to_pdf("<p>x</p>", STATIC)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/x",
        "paper:///static/../../config.py",
        "paper:///etc/passwd",
        "paper://host/static/app.css",
    ],
)
def test_nothing_but_our_own_files_is_fetched(address):
    with pytest.raises(ValueError, match="not a file of ours"):
        own_files(STATIC).fetch(address)


def test_a_page_that_names_other_addresses_is_set_without_them():
    made = to_pdf(
        '<img src="file:///etc/passwd"><link rel="stylesheet" href="http://127.0.0.1:1/x"><p>x</p>', STATIC
    )

    assert made.startswith(b"%PDF-")


def test_the_style_sheet_names_files_that_exist():
    style = own_files(STATIC).fetch("paper:///static/paper.css").read().decode()
    fonts = re.findall(r'url\("([^"]+)"\)', style)

    assert len(fonts) == 3
    assert all(own_files(STATIC).fetch(font).read() for font in fonts)


def test_a_page_that_takes_too_long_is_shown_to_be_printed_instead(
    client: FlaskClient, shelf: Shelf, monkeypatch
):
    shelf.put()
    monkeypatch.setattr(paper, "LIMIT_S", 0.0)

    assert client.get("/imprimer.pdf").location == "/imprimer"


def test_old_files_make_room(app: Flask, monkeypatch):
    monkeypatch.setattr("helpdesk.faq.printing.making.MEMORY", 1)

    press().give("one", lambda: "<p>1</p>")
    press().give("two", lambda: "<p>2</p>")

    assert not press().has("one")
    assert press().has("two")
