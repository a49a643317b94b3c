"""The agents’ lists over HTTP: views, searches, pages."""

import re

import pytest

from tests.tickets.work.desk_pages import opened


def test_the_list_shows_what_is_to_do(at_work):
    ticket = opened()

    page = at_work.get("/bureau/").text

    assert f"/bureau/dossiers/{ticket.reference}" in page
    assert "Mélanie Membre" in page
    assert re.search(r">dans \d+.(min|h|j)</time>", page)


def test_a_discreet_dossier_has_no_name_in_lists(at_work):
    ticket = opened(confidential=True, organisation_text="UL des Tilleuls")

    page = at_work.get("/bureau/").text

    assert ticket.reference in page
    assert "Demande discrète" in page
    assert "Mélanie" not in page
    assert "Tilleuls" not in page


@pytest.mark.parametrize("typed", ["{}", "{} ", "{compact}", "{lower}"])
def test_a_reference_typed_as_a_search_opens_its_dossier(at_work, typed):
    ticket = opened()
    text = typed.format(
        ticket.reference,
        compact=ticket.reference.replace("-", ""),
        lower=ticket.reference.lower().replace("-", " "),
    )

    answer = at_work.get("/bureau/", query_string={"q": text})

    assert answer.status_code == 302
    assert answer.location == f"/bureau/dossiers/{ticket.reference}"


@pytest.mark.parametrize(
    "query",
    [
        "vue=rien",
        "pole=rien",
        "categorie=rien",
        "gravite=S9",
        "apres=x",
        "apres=-1",
        "apres=9.9-9",
        "vue=' OR 1",
    ],
)
def test_a_place_that_does_not_exist_is_not_found(at_work, query):
    assert at_work.get(f"/bureau/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 5000, "q=%25", "organisation=%27", "q=%F0%9F%98%80", "q=%ED%A0%80", "apres=1"],
)
def test_any_search_gives_a_page(at_work, query):
    assert at_work.get(f"/bureau/?{query}").status_code == 200


def test_pages_go_on_where_the_last_one_ended(at_work):
    for _ in range(30):
        opened()

    first = at_work.get("/bureau/").text
    next_url = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = at_work.get(next_url).text

    row = re.compile(r'/bureau/dossiers/([A-Z0-9]{3}-[A-Z0-9]{3})"')
    assert len(set(row.findall(first))) == 25
    assert len(set(row.findall(second))) == 5
    assert not set(row.findall(first)) & set(row.findall(second))
