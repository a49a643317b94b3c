"""The pages of the codes: for who has a code, for who has only the bank's words, for who has neither."""

import pytest
from flask.testing import FlaskClient

from helpdesk.sepa.codes import all_codes
from tests.builders import a_ticket
from tests.people import Cast, signed_in
from tests.statements import counted_statements


def test_a_code_says_what_happened_who_acts_and_until_when(client: FlaskClient):
    page = client.get("/codes/AM04")

    assert page.status_code == 200
    assert "pas assez d’argent" in page.text
    assert "Oui, une fois, après accord" in page.text
    assert "L’adhérent" in page.text
    assert "/dossiers/nouveau?categorie=impaye/comprendre-un-code&amp;code=AM04" in page.text


def test_the_letter_is_a_text_area_with_our_telephone_and_gaps_for_the_writer(client: FlaskClient):
    page = client.get("/codes/AM04").text

    assert '<textarea class="letter"' in page
    assert "[votre organisation]" in page
    assert "01\u00a099\u00a000\u00a000\u00a000" in page


def test_a_day_gives_the_deadlines(client: FlaskClient):
    page = client.get("/codes/AM05?le=2026-11-02").text

    assert "28 décembre 2026" in page
    assert "9 novembre 2026" in page
    assert 'content="noindex"' in page


@pytest.mark.parametrize("day", ["hier", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_an_absurd_day_is_told(client: FlaskClient, day):
    page = client.get(f"/codes/AM05?le={day}")

    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.text


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("code", list(all_codes()))
def test_every_code_has_its_page_in_both_languages(client: FlaskClient, code, lang):
    assert client.get(f"{lang}/codes/{code}").status_code == 200


def test_small_letters_lead_to_the_one_address(client: FlaskClient):
    answer = client.get("/codes/am04")

    assert answer.status_code == 301
    assert answer.location == "/codes/AM04"


def test_an_unknown_code_gets_what_is_safe_to_say_of_any(client: FlaskClient):
    page = client.get("/codes/ZZ99")

    assert page.status_code == 200
    assert "Ne représentez pas" in page.text
    assert "code=ZZ99" in page.text
    assert client.get("/codes/pas-un-code").status_code == 404


def test_what_is_pasted_leads_to_its_page(client: FlaskClient):
    assert client.post("/codes/", data={"texte": "provision insuffisante"}).location == "/codes/AM04"
    assert client.post("/codes/", data={"texte": " zz99 "}).location == "/codes/ZZ99"


def test_several_codes_are_offered_and_an_unknown_text_gets_advice(client: FlaskClient):
    both = client.post("/codes/", data={"texte": "AM04 MD01"}).text
    none = client.post("/codes/", data={"texte": "motif 07 FR7630006000011234567890189"}).text

    assert "Ce texte peut vouloir dire" in both
    assert "Nous ne reconnaissons pas" in none
    assert "FR7630006" not in none


def test_a_code_is_pasted_from_this_site_alone(client: FlaskClient):
    answer = client.post("/codes/", data={"texte": "AM04"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400


def test_a_kept_page_asks_the_database_nothing(client: FlaskClient):
    client.get("/codes/AM04")

    with counted_statements() as statements:
        page = client.get("/codes/AM04")

    assert statements == []
    assert "public" in page.headers["Cache-Control"]


def test_a_search_for_a_code_leads_to_it_first(client: FlaskClient):
    page = client.get("/recherche?q=code+am04").text
    answer = client.get("/recherche.json?q=AM04").get_json()

    assert 'href="/codes/AM04"' in page
    assert answer["code"]["url"] == "/codes/AM04"
    assert "code" not in client.get("/recherche.json?q=bonjour").get_json()


@pytest.mark.parametrize(
    ("query", "path"),
    [("am 04", "/codes/AM04"), ("AM-04", "/codes/AM04"), ("AM47", "/codes/AM47"), ("am47", "/codes/AM47")],
)
def test_a_search_shows_the_way_to_a_code_however_it_is_typed_and_known_or_not(
    client: FlaskClient, query: str, path: str
):
    assert f'href="{path}"' in client.get("/recherche", query_string={"q": query}).text
    assert client.get("/recherche.json", query_string={"q": query}).get_json()["code"]["url"] == path
    assert client.get(path).status_code == 200


def test_a_code_may_be_written_with_a_space_in_an_address(client: FlaskClient):
    assert client.get("/codes/am%2004").headers["Location"] == "/codes/AM04"


def test_a_dossier_opened_from_a_code_has_it_filled_in(client: FlaskClient):
    page = client.get("/dossiers/nouveau?categorie=impaye/comprendre-un-code&code=AM04").text

    assert 'value="AM04"' in page


def test_the_codes_of_a_dossier_lead_to_their_pages(client: FlaskClient, people: Cast, now):

    ticket = a_ticket(now, reason_code="AM04")
    browser = signed_in(client, people.supervisor)

    assert 'href="/codes/AM04"' in browser.get(f"/bureau/dossiers/{ticket.reference}").text
