"""An address with a slash too many at its end leads to its page, and to nowhere else."""

import pytest


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/faq/tarifs/", "/faq/tarifs"),
        ("/en/faq/tarifs/", "/en/faq/tarifs"),
        ("/codes/AM04/", "/codes/AM04"),
        ("/glossaire/?x=1", "/glossaire?x=1"),
        ("/recherche/?q=rejet", "/recherche?q=rejet"),
        (
            "/en/recherche/?q=pr%C3%A9l%C3%A8vement+%26+rejet&theme=",
            "/en/recherche?q=pr%C3%A9l%C3%A8vement+%26+rejet&theme=",
        ),
        ("/glossaire/?", "/glossaire"),
    ],
)
def test_the_address_without_it_is_named(client, asked, path):
    answer = client.get(asked)

    assert (answer.status_code, answer.headers["Location"]) == (301, path)


@pytest.mark.parametrize(
    "asked",
    ["/nulle/part/", "/faq/tarifs//", "/\\example.org/", "/recherche.json/x/", "/static/"],
)
def test_what_is_no_page_is_not_found(client, asked):
    answer = client.get(asked)

    assert answer.status_code == 404
    assert "example.org" not in answer.headers.get("Location", "").removeprefix("http://localhost")


def test_a_form_is_not_sent_elsewhere(client):
    assert client.post("/faq/tarifs/avis/").status_code in {404, 405}


def test_signs_that_no_header_holds_stay_quoted(client):
    answer = client.get("/faq/%0d%0aSet-Cookie:%20a=b%F0%9F%94%91/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/faq/%0D%0ASet-Cookie%3A%20a%3Db%F0%9F%94%91"


def test_a_question_with_signs_that_no_header_holds_is_quoted(client):
    answer = client.get("/recherche/", query_string="q=a\r\nSet-Cookie: b=\xe9")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/recherche?q=a%0D%0ASet-Cookie:%20b=%C3%A9"
