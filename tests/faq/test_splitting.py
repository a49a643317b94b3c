"""A long document taken apart into drafts."""

from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask

from helpdesk.core.errors import Refused
from helpdesk.faq import cli
from helpdesk.faq.content.source import ArticleMatter, Source, read_source
from helpdesk.faq.content.splitting import LONGEST_DOCUMENT, MOST_PIECES, slug_of, split
from helpdesk.faq.loading import check_content, load_content
from helpdesk.faq.writing.drafting import drafts_of, write_drafts
from tests.faq.conftest import ContentFolder

LETTER = """\
Chère collègue,

QUESTIONS FRÉQUENTES

QUAND LE SOLDE SERA-T-IL REVERSÉ SUR LE

NOUVEAU COMPTE ?
C’est en cours.

LA COOP VEUT AJOUTER UN DEUXIÈME MANDATAIRE ?

Dans un deuxième temps.
Patience.

COMMENT RETROUVER LE CODE PIN DE LA CARTE :
Compte Pro > Carte.
"""


def questions(text: str) -> list[str]:
    return [piece.question for piece in split(text)]


def test_questions_in_capitals_are_found_and_written_in_small_letters():
    assert [(piece.question, piece.body, piece.line) for piece in split(LETTER)] == [
        ("Quand le solde sera-t-il reversé sur le nouveau compte ?", "C’est en cours.", 5),
        ("La coop veut ajouter un deuxième mandataire ?", "Dans un deuxième temps.\nPatience.", 10),
        ("Comment retrouver le code PIN de la carte", "Compte Pro > Carte.", 15),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Qui paie ?\nVous.",
        "Qui paie ?\n=====\nVous.",
        "**Qui paie ?**\nVous.",
        "### 3. Qui paie ? ###\r\nVous.",
    ],
)
def test_headings_and_lines_in_bold_ask_too(text: str):
    assert [(piece.question, piece.body) for piece in split(text)] == [("Qui paie ?", "Vous.")]


def test_other_headings_stay_in_the_answer_at_the_level_of_an_article():
    text = "# Titre\n\n## Qui ?\n\n### Détail\n\nOui.\n\n```\n# Non ?\n```\n"

    (piece,) = split(text)

    assert piece.body == "## Détail\n\nOui.\n\n```\n# Non ?\n```"


@pytest.mark.parametrize(
    "text", ["", "Rien.", "# Titre\n\nQui ?\n", "ATTENTION !\nIBAN ?", "?" * 500, "#" * 9000]
)
def test_what_asks_nothing_gives_nothing_or_little(text: str):
    assert len(split(text)) <= 1


def test_addresses_are_short_telling_and_unlike_any_other():
    assert (
        slug_of("Comment retrouver le code PIN de la carte ?", frozenset())
        == "comment-retrouver-code-pin-carte"
    )
    assert slug_of("?", frozenset({"question"})) == "question-2"


def test_a_hostile_document_is_taken_apart_in_no_time(now: datetime):
    for text in (
        "A ?\n" * 50_000,
        "AAAA BBBB\n" * 30_000,
        "#" * 300_000,
        "**a?**\n" * 40_000,
        "=\n-\n" * 90_000,
    ):
        assert len(split(text)) <= MOST_PIECES + 1


def test_drafts_are_sound_articles(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    written = write_drafts(LETTER, folder.root / "faq/collecte-en-ligne", "collecte-en-ligne", "fr", now=now)

    assert [line for _, line in written] == [5, 10, 15]
    for path, _ in written:
        source = read_source(path)
        assert isinstance(source, Source)
        assert isinstance(source.matter, ArticleMatter)
        assert source.matter.status == "draft"
        assert source.matter.aliases == []
    asked_for = [str(fault) for fault in check_content(folder.root, now=now) if "three entries" in str(fault)]
    assert len(asked_for) == len(written)
    assert load_content(folder.root, now=now).added == 1


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path, now: datetime):
    first = write_drafts("# Qui paie ?\n", tmp_path, "x", "fr", now=now)
    second = write_drafts("# Qui paie ?\n", tmp_path, "x", "fr", now=now)

    assert [path.name for path, _ in (*first, *second)] == ["paie.md", "paie-2.md"]


def test_english_drafts_are_named_and_worded_as_such(tmp_path: Path, now: datetime):
    ((path, _),) = write_drafts("# Who pays?\n", tmp_path, "x", "en", now=now)

    assert path.name == "who-pays.en.md"
    assert "To be written" in path.read_text(encoding="utf-8")


def test_what_cannot_be_taken_apart_is_refused(tmp_path: Path, now: datetime):
    with pytest.raises(Refused):
        write_drafts("x" * (LONGEST_DOCUMENT + 1), tmp_path, "x", "fr", now=now)
    with pytest.raises(Refused):
        write_drafts("# Qui ?", tmp_path, "../x", "fr", now=now)


def test_a_long_answer_gives_a_short_summary():
    (draft,) = drafts_of(
        "# Qui ?\n\n- **Vous.** " + "Une phrase assez longue. " * 40,
        collection="x",
        lang="fr",
        today=date(2026, 1, 1),
    )

    summary = draft.article.matter["summary"]
    assert summary.startswith("Vous. Une phrase")
    assert len(summary) <= 300


def test_the_command_takes_the_name_of_the_folder(app: Flask, tmp_path: Path):
    document = tmp_path / "lettre.txt"
    document.write_text(LETTER, encoding="utf-8")
    runner = app.test_cli_runner()

    done = runner.invoke(cli.content, ["split", str(document), str(tmp_path / "fiches")])
    nothing = runner.invoke(cli.content, ["split", "-", str(tmp_path / "fiches")], input="Rien.")

    assert "3 draft(s) written." in done.output
    assert "collection: fiches" in next((tmp_path / "fiches").glob("*.md")).read_text(encoding="utf-8")
    assert nothing.exit_code == 1
    assert "No question found" in nothing.output
