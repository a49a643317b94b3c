"""A folder is loaded again whenever its files change."""

import os
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from helpdesk.db import db
from helpdesk.faq import cli
from helpdesk.faq.content.watching import changes, look
from tests.faq.conftest import ContentFolder


def test_what_came_went_and_changed_is_named(tmp_path: Path):
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(name)
    before = look(tmp_path)

    def pause() -> None:
        (tmp_path / "a.md").unlink(missing_ok=True)
        (tmp_path / "b.md").write_text("autre chose")
        (tmp_path / "d.md").write_text("d")
        (tmp_path / ".brouillon").write_text("x")
        os.utime(tmp_path / "c.md", ns=(1, 1))

    (told,) = islice(changes(tmp_path, before, pause=pause), 1)

    assert told == ["- a.md", "~ b.md", "~ c.md", "+ d.md"]


def test_nothing_is_said_while_nothing_changes(tmp_path: Path):
    pauses: list[str] = []

    def pause() -> None:
        pauses.append("x")
        if len(pauses) == 3:
            (tmp_path / "a.md").write_text("a")

    assert next(changes(tmp_path, look(tmp_path), pause=pause)) == ["+ a.md"]
    assert len(pauses) == 3


def test_the_command_loads_again_goes_on_after_a_fault_and_ends_with_ctrl_c(
    app: Flask, folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
):
    folder.article()
    steps = iter(
        [
            lambda: folder.article("Autrement, et plus long.\n"),
            lambda: folder.article(category="inconnue"),
            lambda: folder.article("Encore autrement, et plus long encore.\n"),
        ]
    )

    def pause() -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(cli, "pause", pause)

    done = app.test_cli_runner().invoke(cli.content, ["load", "--watch", str(folder.root)])

    assert done.exit_code == 0
    said = [line for line in done.output.splitlines() if "warning" not in line]
    assert said[0].startswith("1 added")
    assert said[2] == "~ faq/collecte-en-ligne/double-prelevement.md"
    assert said[3].startswith("0 added, 1 changed")
    assert any("the category inconnue is unknown" in line for line in said)
    assert sum(line.startswith("0 added, 1 changed") for line in said) == 2
    assert said[-1] == "Stopped."


def test_the_command_waits_for_a_database_that_is_away(
    app: Flask, folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
):
    folder.article()
    steps = iter(
        [("manuscript", "elsewhere", "Autrement.\n"), ("elsewhere", "manuscript", "Plus long encore.\n")]
    )

    def pause() -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        name, other, body = step
        with db.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {name} RENAME TO {other}"))
        folder.article(body)

    monkeypatch.setattr(cli, "pause", pause)

    done = app.test_cli_runner().invoke(cli.content, ["load", "--watch", str(folder.root)])

    assert done.exit_code == 0
    assert "Error: Nothing more was loaded: " in done.output
    assert "0 added, 1 changed" in done.output
    assert done.output.endswith("Stopped.\n")
