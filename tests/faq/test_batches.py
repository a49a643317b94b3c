"""Loading a batch at a time: what is stored stays stored, and what others did meanwhile is left alone."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, insert, select, update

from helpdesk.db import db
from helpdesk.faq import batches
from helpdesk.faq.batches import Step
from helpdesk.faq.loading import BadContent, Loaded, load_content
from helpdesk.faq.models import Article
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Kind, State
from tests.escalation.test_two_workers import at_once
from tests.faq.conftest import ContentFolder
from tests.faq.guides.test_guides import put
from tests.faq.loads import article, counts


def test_progress_is_told_file_by_file(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(slug="a")
    folder.article(slug="b")
    told: list[tuple[Step, int, int, str]] = []

    load_content(folder.root, now=now, progress=lambda *step: told.append(step))

    assert told == [
        (Step.READ, 0, 2, "a.md"),
        (Step.READ, 1, 2, "b.md"),
        (Step.RENDER, 0, 2, "a.md"),
        (Step.RENDER, 1, 2, "b.md"),
        (Step.INDEX, 0, 1, ""),
    ]


class Killed(Exception):
    """Stands for the end of the process."""


def test_a_load_that_is_killed_goes_on_where_it_was(
    app: Flask, folder: ContentFolder, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    for slug in "abcde":
        folder.article(slug=slug)

    def killed_at_the_fifth(step: Step, done: int, total: int, name: str) -> None:
        if (step, done) == (Step.RENDER, 4):
            raise Killed

    with pytest.raises(Killed):
        load_content(folder.root, now=now, progress=killed_at_the_fifth)
    db.session.rollback()
    assert db.session.scalars(select(Article.slug).order_by(Article.slug)).all() == list("abcd")

    assert counts(load_content(folder.root, now=now)) == (1, 0, 4, 0)
    assert counts(load_content(folder.root, now=now)) == (0, 0, 5, 0)
    assert len(db.session.scalars(select(Manuscript)).all()) == 6


def test_a_text_that_cannot_be_rendered_ends_the_storing_and_says_what_came_before(
    app: Flask, folder: ContentFolder, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    folder.article(slug="a")
    folder.article("[" * 20_000, slug="b")
    folder.article(slug="c")

    with pytest.raises(BadContent) as refused:
        load_content(folder.root, now=now)

    assert refused.value.stored == 1
    assert db.session.scalars(select(Article.slug)).all() == ["a"]


def test_what_is_written_in_the_browser_during_a_load_is_left_alone(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article(slug="a")
    folder.article(slug="b")
    load_content(folder.root, now=now)
    folder.article("Du dossier.\n", slug="a")

    def written_meanwhile(step: Step, done: int, total: int, name: str) -> None:
        if (step, done) == (Step.RENDER, 1):
            db.session.execute(
                update(Manuscript)
                .where(Manuscript.slug == "a")
                .values(text=Manuscript.text + "Ici.\n", text_hash="x", version=9)
            )
            db.session.commit()

    done = load_content(folder.root, now=now, progress=written_meanwhile)

    assert counts(done) == (0, 0, 1, 0)
    assert [(each.path.name, each.is_warning) for each in done.warnings] == [("a.md", True)]
    assert "Du dossier" not in article("a").html
    assert len(load_content(folder.root, now=now).conflicts) == 1


def test_what_comes_during_a_load_is_left_alone_and_said(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(slug="a")
    folder.article(slug="b")
    nested: list[Loaded] = []

    def loaded_meanwhile(step: Step, done: int, total: int, name: str) -> None:
        if (step, done) == (Step.RENDER, 1) and not nested:
            nested.append(load_content(folder.root, now=now))

    done = load_content(folder.root, now=now, progress=loaded_meanwhile)

    assert counts(nested[0]) == (2, 0, 0, 0)
    assert counts(done) == (0, 0, 0, 0)
    assert {each.path.name for each in done.warnings if "during the load" in str(each)} >= {"a.md", "b.md"}
    assert counts(load_content(folder.root, now=now)) == (0, 0, 2, 0)


def test_what_comes_between_looking_and_writing_is_left_alone_and_said(
    app: Flask, folder: ContentFolder, now: datetime
):
    if db.engine.dialect.name == "sqlite":
        return  # nobody writes there during the use case of another
    folder.article(slug="a")
    folder.article(slug="b")
    theirs = {"path": "faq/collecte-en-ligne/a.md", "kind": Kind.ARTICLE, "slug": "a", "lang": "fr"}
    theirs |= {"state": State.DRAFT, "text": "Ici.", "text_hash": "x", "updated_at": now}

    def first(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith("INSERT INTO manuscript") and theirs:
            values = dict(theirs)
            theirs.clear()
            with db.engine.begin() as other:
                other.execute(insert(Manuscript), values)

    event.listen(db.engine, "before_cursor_execute", first)
    try:
        done = load_content(folder.root, now=now)
    finally:
        event.remove(db.engine, "before_cursor_execute", first)

    assert counts(done) == (1, 0, 0, 0)
    assert [each.path.name for each in done.warnings if "during the load" in each.sentence] == ["a.md"]
    assert db.session.scalars(select(Article.slug)).all() == ["b"]
    assert len(load_content(folder.root, now=now).conflicts) == 1


def test_two_loads_at_once_bring_everything_once(app: Flask, folder: ContentFolder, now: datetime):
    for slug in "abcdef":
        folder.article(slug=slug)
    folder.raw("- [a, b]\n", "synonyms.yml", folder=".")
    put(folder)
    folder.raw("Deux mots.", "note.txt", folder="files")

    done = at_once(app, lambda _: load_content(folder.root, now=now))

    assert sum(each.added for each in done) == 7
    assert not any(each.conflicts for each in done)
    assert counts(load_content(folder.root, now=now)) == (0, 0, 7, 0)
