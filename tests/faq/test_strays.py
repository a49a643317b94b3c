"""What a content folder holds and a load would leave out is said, with the name of the file."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from helpdesk.core.errors import Refused
from helpdesk.faq import cli
from helpdesk.faq.content.splitting import LONGEST_DOCUMENT, MOST_PIECES
from helpdesk.faq.guides.source import MOST
from helpdesk.faq.loading import BadContent, check_content, load_content
from helpdesk.faq.writing.drafting import write_drafts
from tests.faq.conftest import ContentFolder
from tests.faq.guides.test_guides import GUIDE, TEXT, put


def stopping(folder: ContentFolder, now: datetime) -> list[str]:
    found = [fault for fault in check_content(folder.root, now=now) if fault.stops]
    if found:
        with pytest.raises(BadContent):
            load_content(folder.root, now=now)
    return [f"{each.path.relative_to(folder.root)}: {each.sentence}" for each in found]


def strays(folder: ContentFolder, now: datetime) -> list[str]:
    return [
        each.path.relative_to(folder.root).as_posix()
        for each in load_content(folder.root, now=now).warnings
        if "nothing reads this file" in each.sentence
    ]


def test_files_that_nothing_reads_are_named(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    put(folder)
    for name, place in (
        ("ailleurs.md", "faq"),
        ("profonde.md", "faq/collecte-en-ligne/encore"),
        ("arbre.yaml", "diagnosis"),
        ("sans-fin", "files"),
        ("brouillon.docx", "guides/bascule/1.0"),
        ("guide.yaml", "guides/autre"),
        ("vieux.txt", "pages"),
    ):
        folder.raw("x", name, folder=place)
    for name, place in (("README.md", "."), (".cache", "faq"), ("fiche.md~", "faq/collecte-en-ligne")):
        folder.raw("x", name, folder=place)

    assert strays(folder, now) == [
        "diagnosis/arbre.yaml",
        "faq/ailleurs.md",
        "faq/collecte-en-ligne/encore/profonde.md",
        "files/sans-fin",
        "guides/autre/guide.yaml",
        "guides/bascule/1.0/brouillon.docx",
        "pages/vieux.txt",
    ]


def test_a_folder_that_is_read_whole_has_no_strays(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.page()
    put(folder)
    folder.raw("- [a, b]\n", "synonyms.yml", folder=".")

    assert strays(folder, now) == []


def test_one_guide_too_many_is_a_fault(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    for number in range(MOST + 1):
        folder.raw(json.dumps(GUIDE), "guide.yml", folder=f"guides/guide-{number:03}")
        folder.raw(TEXT, "liste.md", folder=f"guides/guide-{number:03}/1.0")

    assert stopping(folder, now) == [f"guides/guide-{MOST}/guide.yml: guides/ holds {MOST} guides at most"]


def test_the_folder_of_a_guide_that_can_be_no_address_is_a_fault(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article()
    folder.raw(json.dumps(GUIDE), "guide.yml", folder="guides/Mon Guide")
    folder.raw(TEXT, "liste.md", folder="guides/Mon Guide/1.0")

    (fault,) = stopping(folder, now)
    assert fault.startswith("guides/Mon Guide/guide.yml: the folder of a guide is called like-this")


def test_the_text_of_a_guide_that_cannot_be_read_is_a_fault(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    put(folder, "é" * 700_000)

    (fault,) = stopping(folder, now)
    assert fault.startswith("guides/bascule/1.0/liste.md: the file is longer than")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("collections.yml", "- slug: a\n  title: A\n  title: B\n  title_en: A\n  icon: repeat\n"),
        ("glossary.yml", "- slug: a\n  term: A\n  term: B\n"),
        ("activation/a.yml", "title: A\ntitle: B\n"),
        ("guides/bascule/guide.yml", "title: A\ntitle: B\n"),
        ("faq/collecte-en-ligne/double-prelevement.md", "---\ntitle: A\ntitle: B\n---\n"),
    ],
)
def test_a_key_that_stands_twice_is_a_fault_of_every_file(
    app: Flask, folder: ContentFolder, now: datetime, name: str, text: str
):
    folder.article()
    path = folder.root / name
    folder.raw(text, path.name, folder=str(Path(name).parent))

    assert f"{name}: " in stopping(folder, now)[0]
    assert "stands twice" in "".join(stopping(folder, now))


def test_a_list_within_a_group_of_synonyms_is_a_fault(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.raw("- [a, b, [c, d]]\n", "synonyms.yml", folder=".")

    assert stopping(folder, now) == ["synonyms.yml: a group holds words alone"]


def test_a_document_with_more_questions_than_are_taken_apart_is_refused(tmp_path: Path, now: datetime):
    document = "".join(f"## Question {number} ?\n\nOui.\n\n" for number in range(MOST_PIECES + 1))

    with pytest.raises(Refused, match="plus de 200 questions"):
        write_drafts(document, tmp_path, "autre", "fr", now=now)

    assert not list(tmp_path.iterdir())


def test_the_command_says_so_in_english(tmp_path: Path):
    done = CliRunner().invoke(cli.content, ["split", "-", str(tmp_path)], input="x" * (LONGEST_DOCUMENT + 1))

    assert done.exit_code == 1
    assert str(done.exception) == "The text is longer than 400 kB."
