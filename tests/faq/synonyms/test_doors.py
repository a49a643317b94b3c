"""Two doors to one list of synonyms: the browser and the file."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.db import db
from helpdesk.faq.loading import BadContent, Loaded, load_content
from helpdesk.faq.synonyms import service
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.queries import list_groups, synonyms_in_use
from helpdesk.faq.synonyms.source import HEAD, as_file, groups_in
from helpdesk.faq.writing.exporting import export_content
from tests.faq.conftest import ContentFolder
from tests.people import Cast, signed_in

FILE = "# Les nôtres.\n- [cotisation, cotis, '2 fois']\n- [RIB, IBAN]\n"


class Doors:
    """A folder with a list of synonyms, loaded once."""

    def __init__(self, folder: ContentFolder, now: datetime) -> None:
        self.root, self.now = folder.root, now
        self.path = folder.root / "synonyms.yml"
        folder.article()

    def file(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def load(self) -> Loaded:
        return load_content(self.root, now=self.now)

    def groups(self) -> list[list[str]]:
        db.session.expire_all()
        return [each.words for each in list_groups()]


@pytest.fixture
def doors(app: Flask, folder: ContentFolder, now: datetime) -> Doors:
    return Doors(folder, now)


@pytest.fixture
def editor(client: FlaskClient, people: Cast) -> FlaskClient:
    return signed_in(client, people.editor)


def test_a_file_is_what_searches_use(doors: Doors):
    doors.file(FILE)
    doors.load()

    assert doors.groups() == [["cotisation", "cotis", "2 fois"], ["RIB", "IBAN"]]
    assert synonyms_in_use() is not None
    doors.load()
    assert len(doors.groups()) == 2


def test_an_export_gives_the_file_back_to_the_last_byte(doors: Doors, tmp_path: Path):
    doors.file(FILE)
    doors.load()

    export_content(tmp_path / "out", now=doors.now)

    assert (tmp_path / "out/synonyms.yml").read_text(encoding="utf-8") == FILE


def test_what_is_changed_in_the_browser_reaches_the_file_and_stays_at_the_next_load(doors: Doors):
    doors.file(FILE)
    doors.load()
    service.add_group(["voyage", "séjour"], now=doors.now)

    assert len(doors.load().conflicts) == 0
    assert doors.groups()[-1] == ["voyage", "séjour"]
    export_content(doors.root, now=doors.now)

    assert doors.path.read_text(encoding="utf-8") == as_file(doors.groups())
    assert len(doors.load().conflicts) == 0
    assert len(doors.groups()) == 3


def test_a_file_that_changes_alone_is_followed_and_one_that_goes_brings_the_shipped_list_back(doors: Doors):
    doors.file(FILE)
    doors.load()
    doors.file("- [a1, b1]\n")
    doors.load()
    assert doors.groups() == [["a1", "b1"]]

    doors.path.unlink()
    doors.load()

    assert doors.groups() == []


def test_going_back_to_the_shipped_list_removes_the_file_at_the_next_export(doors: Doors):
    doors.file(FILE)
    doors.load()
    service.forget_list(now=doors.now)

    export_content(doors.root, now=doors.now)

    assert not doors.path.exists()
    assert doors.groups() == []
    assert len(doors.load().conflicts) == 0


def test_a_list_kept_before_there_were_doors_is_not_overwritten(doors: Doors):
    db.session.add(SynonymGroup(words=["ancien", "vieux"], updated_at=doors.now))
    db.session.commit()
    doors.file(FILE)

    assert [each.path for each in doors.load().conflicts] == ["synonyms.yml"]
    assert doors.groups() == [["ancien", "vieux"]]


@pytest.fixture
def in_conflict(doors: Doors) -> Doors:
    doors.file(FILE)
    doors.load()
    service.add_group(["voyage", "séjour"], now=doors.now)
    doors.file("- [a1, b1]\n")
    assert len(doors.load().conflicts) == 1
    return doors


def settled(editor: FlaskClient, choice: str) -> str:
    page = editor.get("/bureau/synonymes/").text
    assert "ont changé chacun de leur côté" in page
    (mark,) = (line.split('"')[0] for line in page.split('name="file_hash" value="')[1:])
    return editor.post(
        "/bureau/synonymes/conflit", data={"choice": choice, "file_hash": mark}, follow_redirects=True
    ).text


def test_a_change_on_both_sides_is_settled_for_the_browser(editor: FlaskClient, in_conflict: Doors):
    assert "Le conflit est réglé." in settled(editor, "room")

    assert len(in_conflict.load().conflicts) == 0
    assert in_conflict.groups()[-1] == ["voyage", "séjour"]
    assert "chacun de leur côté" not in editor.get("/bureau/synonymes/").text


def test_a_change_on_both_sides_is_settled_for_the_file(editor: FlaskClient, in_conflict: Doors):
    assert "Le conflit est réglé." in settled(editor, "file")

    assert in_conflict.groups() == [["a1", "b1"]]
    assert len(in_conflict.load().conflicts) == 0


def test_a_file_that_changed_while_one_looked_is_not_taken(editor: FlaskClient, in_conflict: Doors):
    page = editor.post(
        "/bureau/synonymes/conflit", data={"choice": "file", "file_hash": "autre"}, follow_redirects=True
    ).text

    assert "Le fichier a changé entre-temps" in page
    assert len(in_conflict.groups()) == 3


def test_a_file_that_goes_while_the_list_changes_is_a_conflict_too(editor: FlaskClient, in_conflict: Doors):
    in_conflict.path.unlink()
    in_conflict.load()

    assert "Le fichier a été supprimé" in editor.get("/bureau/synonymes/").text
    settled(editor, "file")

    assert in_conflict.groups() == []


def test_the_list_is_no_text_among_articles(editor: FlaskClient, in_conflict: Doors):
    page = editor.get("/bureau/fiches/?conflits=1").text

    assert "synonyms" not in page


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- [a, b]\n- [seul]\n", 2),
        ("a: b\n", 1),
        ("", 1),
        ("- a\n", 1),
        ("- [a, b]\n- [c, 'un deux trois quatre cinq six']\n", 2),
        ("- [a, b\n- x: [", 2),
        ("- &x [a, b]\n- *x\n- {k: v}\n", 3),
        ("- !!python/object:os.system [a, b]\n- [x]", 2),
    ],
)
def test_what_is_no_list_of_groups_is_refused_with_its_line(doors: Doors, text: str, line: int):
    doors.file(text)

    with pytest.raises(BadContent) as refused:
        doors.load()

    assert [(fault.path.name, fault.line) for fault in refused.value.faults] == [("synonyms.yml", line)]
    assert doors.groups() == []


def test_what_is_written_is_read_again():
    groups = [("« vrai »", "é, è"), ("a: b", "#c")]

    found, faults = groups_in(Path("x"), as_file(groups))

    assert faults == []
    assert as_file(found).startswith(HEAD)
    assert found[1] == groups[1]
