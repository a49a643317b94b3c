"""The list of texts: who sees it, its filters, and how it goes on."""

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.faq.writing.conftest import Open, Room
from tests.people import Cast


def test_only_those_who_write_come_in(client: FlaskClient, at_desk: Open, people: Cast, room: Room):
    assert client.get("/bureau/fiches/").status_code == 302
    for viewer in (people.agent, people.supervisor, people.treasurer, people.stranger, people.sysadmin):
        assert at_desk(viewer).get("/bureau/fiches/").status_code == 404
    for viewer in (people.editor, people.publisher):
        assert at_desk(viewer).get("/bureau/fiches/").status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"J’ai été prélevé deux fois", "Une autre fiche"}),
        ("?q=autre", {"Une autre fiche"}),
        ("?etat=draft", set()),
        ("?etat=published", {"J’ai été prélevé deux fois", "Une autre fiche"}),
        ("?genre=block", set()),
        ("?responsable=Pôle", {"J’ai été prélevé deux fois", "Une autre fiche"}),
        ("?collection=absente", set()),
        ("?a-revoir=1", set()),
        ("?conflits=1", set()),
        ("?langue=en", set()),
        ("?apres=99-0-1", set()),
        ("?apres=x&etat=%27&genre=order&q=%25", set()),
    ],
)
def test_the_list_is_filtered_by_its_address(editor: FlaskClient, room: Room, query: str, shown: set[str]):
    page = editor.get(f"/bureau/fiches/{query}")

    assert page.status_code == 200
    titles = {
        title for title in ("J’ai été prélevé deux fois", "Une autre fiche") if f">{title}<" in page.text
    }
    assert titles == shown


def test_a_long_list_goes_on_from_its_last_row_whatever_came_meanwhile(editor: FlaskClient, room: Room):
    for number in range(70):
        room.folder.article(slug=f"fiche-{number}", title=f"Fiche {number}")
    room.load()
    first = editor.get("/bureau/fiches/?langue=fr").text
    room.folder.article(slug="toute-neuve", title="Toute neuve")
    room.load()

    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = editor.get(html.unescape(following)).text

    shown = [re.findall(r'href="/bureau/fiches/(\d+)"', page) for page in (first, second)]
    assert (len(shown[0]), len(shown[1])) == (60, 12)
    assert not set(shown[0]) & set(shown[1])
    assert "langue=fr" in following
    assert "Début de la liste" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "text", ["", "1", "1-2", "a-b-c", "1-99999999999999999-1", "1-9999999999999999-1", "-1-2-3"]
)
def test_a_place_that_nobody_wrote_is_the_beginning_or_harmless(editor: FlaskClient, room: Room, text: str):
    assert editor.get("/bureau/fiches/", query_string={"apres": text}).status_code == 200
