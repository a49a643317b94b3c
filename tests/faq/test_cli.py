"""The commands of the FAQ."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from helpdesk.app import create_app
from helpdesk.faq import cli
from helpdesk.faq.content.source import Source, fingerprint, read_source
from helpdesk.faq.loading import load_content
from tests.faq.conftest import ContentFolder


def run(app: Flask, command, *words: str) -> Result:
    return CliRunner().invoke(command, words, obj=ScriptInfo(create_app=lambda: app))


def test_check_names_file_line_and_fault(app: Flask, folder: ContentFolder):
    path = folder.article("[x](/faq/absent)\n")

    result = run(app, cli.content, "check", str(folder.root))

    assert result.exit_code == 1
    assert f"{path}:" in result.stderr
    assert "the link /faq/absent leads nowhere" in result.stderr
    assert result.stderr.rstrip().endswith("Error: 1 fault(s) found.")


def test_check_says_that_all_is_well(app: Flask, folder: ContentFolder):
    original = read_source(folder.article())
    assert isinstance(original, Source)
    folder.article(name="double-prelevement.en.md", lang="en", translates=fingerprint(original))

    result = run(app, cli.content, "check", str(folder.root))

    assert (result.exit_code, result.stdout) == (0, "Nothing is wrong.\n")
    assert result.stderr == ""


def test_a_missing_translation_is_said_and_is_no_fault(app: Flask, folder: ContentFolder):
    path = folder.article()

    result = run(app, cli.content, "check", str(folder.root))

    assert (result.exit_code, result.stdout) == (0, "Nothing is wrong.\n")
    assert f"{path}:1: warning: there is no English translation" in result.stderr


@pytest.mark.parametrize("where", ["instance", "absent/instance"])
def test_check_needs_no_installation_for_articles_kept_for_some(
    folder: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
    (tmp_path / "instance").mkdir()
    monkeypatch.setenv("HELPDESK_INSTANCE_DIR", str(tmp_path / where))
    folder.article(readers=["org:75-UD/geo"])

    result = CliRunner().invoke(
        cli.content, ["check", str(folder.root)], obj=ScriptInfo(create_app=create_app)
    )

    assert (result.exit_code, result.stdout) == (0, "Nothing is wrong.\n")


def test_load_says_what_it_did(app: Flask, folder: ContentFolder):
    folder.article()

    first = run(app, cli.content, "load", str(folder.root))
    second = run(app, cli.content, "load", str(folder.root))

    assert first.stdout == "1 added, 0 changed, 0 unpublished, 0 unchanged.\n"
    assert second.stdout == "0 added, 0 changed, 0 unpublished, 1 unchanged.\n"


def test_load_refuses_content_with_faults(app: Flask, folder: ContentFolder):
    folder.article(category="inconnue")

    result = run(app, cli.content, "load", str(folder.root))

    assert result.exit_code == 1
    assert "the category inconnue is unknown" in result.stderr
    assert "Nothing was loaded: 1 fault(s)." in result.stderr


def test_search_prints_titles_addresses_and_passages(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("Appelez le trésorier.\n")
    load_content(folder.root, now=now)

    result = run(app, cli.search, "doubel", "débit")

    assert result.exit_code == 0
    assert "J’ai été prélevé deux fois\n    /faq/double-prelevement\n" in result.stdout
    assert "Understood as: double débit" in result.stdout


def test_search_prints_json(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    load_content(folder.root, now=now)

    result = run(app, cli.search, "--json", "double")

    assert json.loads(result.stdout)["results"][0]["url"] == "/faq/double-prelevement"


def test_search_says_that_there_is_nothing(app: Flask, folder: ContentFolder):
    assert run(app, cli.search, "xyzzy").stdout == "Nothing found.\n"


def test_the_index_is_made_anew(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    load_content(folder.root, now=now)

    assert run(app, cli.index, "rebuild").stdout == "1 articles indexed.\n"


def test_an_index_that_cannot_be_written_is_one_sentence(app: Flask, folder: ContentFolder, tmp_path):
    folder.article()
    (tmp_path / "index").write_text("a file where the folder should be")

    result = run(app, cli.index, "rebuild")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The index cannot be written")


def test_the_word_bench_alone_can_be_looked_for(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("Le bench du coin.\n")
    run(app, cli.content, "load", str(folder.root))
    run(app, cli.index, "rebuild")

    for words in (["--", "bench"], ["--json", "bench"], ["bench du coin"]):
        assert "bench" in run(app, cli.search, *words).stdout
