"""Files and browser are two doors to one room: what comes in goes out to the last byte, and nothing is overwritten."""

from datetime import datetime
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq import cli
from helpdesk.faq.loading import load_content
from helpdesk.faq.models import Article
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.exporting import export_content
from helpdesk.faq.writing.models import Manuscript, Revision
from helpdesk.faq.writing.rules import State
from helpdesk.faq.writing.texts import hash_of
from helpdesk.places import find_folder
from tests.faq.conftest import ContentFolder

ODD = (
    "\ufeff---\r\n# un commentaire\r\nslug: bizarre   # un autre\r\ntitle: 'Un titre'\r\nlang: fr\r\n"
    'category:   prelevement\r\ncollection: "collecte-en-ligne"\r\naudience: both\r\nsummary: >-\r\n  Sur deux\r\n'
    "  lignes\r\naliases: [a, 'b',   \"c\"]\r\nreviewed_on: 2026-11-16\r\nowner: Pôle\r\n"
    "ticket_category: prelevement\r\n---\r\n## Que faire\r\n\r\nRien.  \r\n\r\n\r\n"
)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def manuscript(slug: str = "double-prelevement", lang: str = "fr") -> Manuscript:
    db.session.expire_all()
    return db.session.scalars(
        select(Manuscript).where(Manuscript.slug == slug, Manuscript.lang == lang)
    ).one()


def written_here(slug: str = "double-prelevement", *, replace: tuple[str, str]) -> Manuscript:
    """Change a public text as the browser does."""
    row = manuscript(slug)
    row.text = row.text.replace(*replace)
    row.text_hash = hash_of(row.text)
    db.session.commit()
    return row


def status(slug: str = "double-prelevement") -> ArticleStatus:
    db.session.expire_all()
    return db.session.scalars(select(Article.status).where(Article.slug == slug)).one()


def html(slug: str = "double-prelevement") -> str:
    db.session.expire_all()
    return db.session.scalars(select(Article.html).where(Article.slug == slug)).one()


def test_the_whole_content_comes_out_as_it_went_in(app: Flask, tmp_path: Path):
    content = find_folder("content")
    load_content(content, now=clock.now())

    export_content(tmp_path / "out", now=clock.now())

    known = {
        name: data
        for name, data in files(content).items()
        if name.startswith(("faq/", "pages/", "notices/", "blocks/", "guides/", "diagnosis/"))
        or name.endswith(".yml")
    }
    assert files(tmp_path / "out") == known
    done = load_content(tmp_path / "out", now=clock.now())
    assert (done.added, done.changed, done.unpublished) == (0, 0, 0)
    assert db.session.scalars(select(Revision)).all() == []


def test_odd_files_keep_every_byte(app: Flask, folder: ContentFolder, now: datetime, tmp_path: Path):
    path = folder.root / "faq" / "collecte-en-ligne" / "bizarre.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(ODD.encode())
    folder.raw("Un bloc\r\nsans fin de ligne", "bloc.md", folder="blocks")
    load_content(folder.root, now=now)

    export_content(tmp_path / "out", now=now)

    assert files(tmp_path / "out") == files(folder.root)
    assert "Rien." in html("bizarre")


def test_a_file_that_changed_alone_is_followed_and_the_text_before_is_kept(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article("Avant.\n")
    load_content(folder.root, now=now)
    folder.article("Après.\n")

    load_content(folder.root, now=now)

    assert html() == "<p>Après.</p>"
    kept = db.session.scalars(select(Revision).order_by(Revision.number)).all()
    assert [each.text.splitlines()[-1] for each in kept] == ["Avant.", "Après."]


def test_a_text_that_changed_here_alone_survives_the_next_load(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article("Avant.\n")
    load_content(folder.root, now=now)
    written_here(replace=("Avant.", "Écrit ici."))

    done = load_content(folder.root, now=now)

    assert html() == "<p>Écrit ici.</p>"
    assert list(done.conflicts) == []
    assert load_content(folder.root, now=now).unchanged == 1


def test_what_changed_on_both_sides_is_left_alone_and_shown(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article("Avant.\n")
    folder.article("Autre.\n", slug="autre")
    load_content(folder.root, now=now)
    written_here(replace=("Avant.", "Écrit ici."))
    folder.article("Écrit là.\n")
    folder.article("Autre suite.\n", slug="autre")

    result = CliRunner().invoke(
        cli.content, ["load", str(folder.root)], obj=ScriptInfo(create_app=lambda: app)
    )

    assert result.exit_code == 3
    assert "-Écrit ici.\n+Écrit là.\n" in result.stdout
    assert "faq/collecte-en-ligne/double-prelevement.md" in result.stderr
    assert (html(), html("autre")) == ("<p>Écrit ici.</p>", "<p>Autre suite.</p>")
    assert manuscript().file_text == path.read_text(encoding="utf-8")


def test_a_conflict_stays_open_until_one_side_gives_way(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("Avant.\n")
    load_content(folder.root, now=now)
    written_here(replace=("Avant.", "Écrit ici."))
    folder.article("Écrit là.\n")
    assert len(load_content(folder.root, now=now).conflicts) == 1
    assert len(load_content(folder.root, now=now).conflicts) == 1

    folder.article("Écrit ici.\n")

    assert len(load_content(folder.root, now=now).conflicts) == 0
    assert manuscript().file_text is None


def test_a_file_that_is_gone_while_its_text_changed_here_is_a_conflict(
    app: Flask, folder: ContentFolder, now: datetime
):
    path = folder.article("Avant.\n")
    folder.article(slug="autre")
    load_content(folder.root, now=now)
    written_here(replace=("Avant.", "Écrit ici."))
    path.unlink()

    done = load_content(folder.root, now=now)

    assert [each.file for each in done.conflicts] == [""]
    assert status() is ArticleStatus.PUBLISHED


def test_an_article_made_here_needs_no_file(app: Flask, folder: ContentFolder, now: datetime, tmp_path: Path):
    folder.article("Avant.\n")
    folder.article("Ailleurs.\n", slug="autre")
    load_content(folder.root, now=now)
    row = manuscript("autre")
    row.file_hash = ""
    db.session.commit()
    (folder.root / row.path).unlink()

    done = load_content(folder.root, now=now)

    assert (done.unpublished, status("autre")) == (0, ArticleStatus.PUBLISHED)
    export_content(folder.root, now=now)
    assert "Ailleurs." in (folder.root / row.path).read_text(encoding="utf-8")


def test_a_draft_file_is_kept_and_not_shown(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.article(slug="projet", status="draft")

    done = load_content(folder.root, now=now)

    assert done.added == 1
    assert manuscript("projet").state is State.DRAFT
    assert db.session.scalars(select(Article.slug)).all() == ["double-prelevement"]


def test_an_export_is_a_common_version_of_its_folder_only(
    app: Flask, folder: ContentFolder, now: datetime, tmp_path: Path
):
    folder.article("Avant.\n")
    load_content(folder.root, now=now)
    written_here(replace=("Avant.", "Écrit ici."))
    out = tmp_path / "out"
    export_content(out, now=now)
    path = out / "faq" / "collecte-en-ligne" / "double-prelevement.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Écrit ici.", "Suite."), encoding="utf-8")

    assert len(load_content(folder.root, now=now).conflicts) == 0
    assert html() == "<p>Écrit ici.</p>"
    assert len(load_content(out, now=now).conflicts) == 0
    assert html() == "<p>Suite.</p>"


def test_an_export_leaves_alone_what_it_does_not_know(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article("Avant.\n")
    load_content(folder.root, now=now)
    written_here(replace=("Avant.", "Écrit ici."))
    folder.article("Écrit là.\n")

    result = CliRunner().invoke(
        cli.content, ["export", str(folder.root)], obj=ScriptInfo(create_app=lambda: app)
    )

    assert result.exit_code == 3
    assert "-Écrit ici.\n+Écrit là.\n" in result.stdout
    assert "Écrit là." in path.read_text(encoding="utf-8")


def test_an_archived_article_takes_its_file_with_it(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article()
    folder.article(slug="autre")
    load_content(folder.root, now=now)
    row = manuscript()
    row.state = State.ARCHIVED
    db.session.commit()

    load_content(folder.root, now=now)
    done = export_content(folder.root, now=now)

    assert status() is ArticleStatus.UNPUBLISHED
    assert done.removed == 1
    assert not path.exists()
