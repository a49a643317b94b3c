"""Hostile texts, names and paths: refused in words, beside their field, and never a broken page."""

import time

import pytest
from flask.testing import FlaskClient

from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, fields, step

HOSTILE = [
    "[" * 20_000,
    "[a](" * 15_000,
    "<a " * 15_000,
    "> " * 30_000,
    "*a " * 20_000,
    "{{ 7*7 }} {% for x in y %}",
    "{{ bloc: ../../etc/passwd }}",
    "![x](javascript:alert(1)) [y](javascript:alert(1)) <script>alert(1)</script>",
    "---\nslug: x\n---\n",
    "\x00\x07\u202e",
    "https://[::1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_kept_shown_and_never_published(publisher: FlaskClient, room: Room, text: str):
    row = room.text()
    started = time.monotonic()

    preview = publisher.post("/bureau/fiches/apercu", data=fields(row, id=row.id, body=text))
    saved = publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body=text))
    page = publisher.get(f"/bureau/fiches/{row.id}")
    step(publisher, room.text(), "publish")

    assert preview.status_code == 200
    assert saved.status_code in {302, 422}
    assert page.status_code == 200
    for answer in (preview, page):
        assert "<script>alert" not in answer.text
        assert 'href="javascript' not in answer.text
    assert "<script>alert" not in room.public().html
    assert time.monotonic() - started < 40


TAGGED = ["x: !!bool x", 'x: !!int ""', "x: !!timestamp x", "!!bool x: 3", "1: a"]


@pytest.mark.parametrize("line", TAGGED)
def test_front_matter_with_a_tag_that_lies_opens_whole_and_is_never_published(
    publisher: FlaskClient, room: Room, line: str
):
    row = room.changed_here("---\n", f"---\n{line}\n", count=1)

    page = publisher.get(f"/bureau/fiches/{row.id}")
    saved = publisher.post(
        f"/bureau/fiches/{row.id}", data={"version": row.version, "text": row.text + "Plus."}
    )
    preview = publisher.post("/bureau/fiches/apercu", data=fields(row, id=row.id, text=row.text))
    published = step(publisher, room.text(), "publish")

    assert (page.status_code, saved.status_code, preview.status_code) == (200, 302, 200)
    assert published.status_code == 302
    assert "Plus." not in room.public().html


def test_a_text_of_a_megabyte_is_refused_in_words_and_given_back(editor: FlaskClient, room: Room):
    row = room.text()

    for length in (100_000, 1_000_000):
        answer = editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="x" * length, title="Le mien"))
        assert answer.status_code == 422
        assert "Le texte dépasse 64 ko." in answer.text
        assert 'value="Le mien"' in answer.text
        assert "x" * length in answer.text
    far_over = editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="x" * 3_000_000))
    assert far_over.status_code == 413
    assert "une fiche a 64 ko au plus" in far_over.text
    assert "fichiers" not in far_over.text.partition("<main")[2].partition("</main")[0]
    assert room.text().state is State.PUBLISHED


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "../../etc/passwd"},
        {"slug": "a/b"},
        {"slug": "A" * 300},
        {"slug": "a\nb"},
        {"collection": "../.."},
        {"collection": "absente"},
        {"lang": "xx"},
        {"category": "inconnue"},
        {"reviewed_on": "hier"},
        {"title": ""},
        {"title": "x" * 500},
    ],
)
def test_bad_fields_are_refused_beside_them(editor: FlaskClient, room: Room, changes: dict[str, str]):
    sent = fields(room.text(), slug="nouvelle-fiche") | changes

    answer = editor.post("/bureau/fiches/nouvelle", data=sent)

    assert answer.status_code == 422
    assert "field-wrong" in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"aliases": "!!python/object/apply:os.system [id]\n&a *a\n{a: b"},
        {"owner": "!!python/name:os.system"},
        {"title": "&ancre *alias"},
        {"reason_codes": "AM04 <b> ../.."},
        {"related": "../autre /etc/passwd"},
        {"sources": "x" * 5_000},
    ],
)
def test_yaml_in_a_field_stays_text(editor: FlaskClient, room: Room, changes: dict[str, str]):
    row = room.text()

    answer = editor.post(f"/bureau/fiches/{row.id}", data=fields(row) | changes)

    assert answer.status_code == 302
    assert editor.get(f"/bureau/fiches/{row.id}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/bureau/fiches/999999",
        "/bureau/fiches/0/versions",
        "/bureau/fiches/99/conflit",
        "/fichiers/absent.png",
        "/fichiers/..%2f..%2fetc%2fpasswd",
        "/fichiers/%00",
    ],
)
def test_what_does_not_exist_is_not_found(editor: FlaskClient, room: Room, address: str):
    assert editor.get(address).status_code in {400, 404}


@pytest.mark.parametrize("act", ["", "save", "drop table", "schedule"])
def test_odd_steps_change_nothing(publisher: FlaskClient, room: Room, act: str):
    answer = step(publisher, room.text(), act)

    assert answer.status_code in {302, 404}
    assert room.text().state is State.PUBLISHED


@pytest.mark.parametrize("version", ["", "-1", "abc", "9" * 30, "0"])
def test_an_odd_version_is_an_old_one(editor: FlaskClient, room: Room, version: str):
    row = room.text()

    answer = editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Autre.") | {"version": version})

    assert answer.status_code == 409


def test_the_list_of_collections_is_no_text_to_edit(editor: FlaskClient, room: Room):
    row = room.text("collections")

    assert editor.get(f"/bureau/fiches/{row.id}").status_code == 404


@pytest.mark.parametrize(
    "value", ["\"'><script>alert(1)</script>", "'", "[", "{a: ", "|", "@", "- - -", "\u2028", "%s"]
)
def test_any_value_in_every_field_is_previewed_or_refused(editor: FlaskClient, room: Room, value: str):
    sent = dict.fromkeys(fields(room.text()), value)

    assert editor.post("/bureau/fiches/apercu", data=sent).status_code == 200
    assert editor.post("/bureau/fiches/nouvelle", data=sent).status_code == 422
    assert editor.post(f"/bureau/fiches/{room.text().id}", data=sent).status_code == 422
