"""Which articles show a file is written down with each text, whatever the door it came through."""

import struct
from datetime import datetime
from io import BytesIO

import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.content.files import files_in
from helpdesk.faq.models import Article, ShownFile
from helpdesk.faq.writing.files import keep
from helpdesk.places import find_folder
from tests.faq.conftest import ContentFolder, Shelf
from tests.faq.writing.conftest import Room, fields, step
from tests.faq.writing.test_files import PNG
from tests.statements import counted_statements, without_session


@pytest.fixture
def address(app: Flask) -> str:
    kept = keep(FileStorage(BytesIO(PNG), "ecran.png"), alt="Le bouton", now=clock.now())
    db.session.commit()
    return f"/fichiers/{kept.name}"


def test_an_image_says_how_large_it_is_before_it_is_loaded(app: Flask, room: Room, folder: ContentFolder):
    sized = PNG[:8] + b"\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480) + bytes(20)
    large = keep(FileStorage(BytesIO(sized), "large.png"), alt="Un bouton", now=clock.now())
    unsized = keep(FileStorage(BytesIO(PNG), "ecran.png"), alt="Le bouton", now=clock.now())
    db.session.commit()
    marks = "\n\n".join(f"![Vue](/fichiers/{name})" for name in (large.name, unsized.name))

    folder.article(marks, slug="autre", title="Une autre fiche")
    room.load()

    html = db.session.scalars(select(Article.html).where(Article.slug == "autre")).one()
    assert f'<img src="/fichiers/{large.name}" width="640" height="480" alt="Vue"' in html
    assert f'<img src="/fichiers/{unsized.name}" alt="Vue"' in html


def shown() -> set[tuple[str, str]]:
    rows = db.session.execute(
        select(Article.slug, ShownFile.name).join(Article, Article.id == ShownFile.article_id)
    )
    return {(row.slug, f"/fichiers/{row.name}") for row in rows}


def test_a_load_a_publication_and_an_earlier_text_say_what_is_shown(
    address: str, room: Room, folder: ContentFolder, editor: FlaskClient, publisher: FlaskClient
):
    assert shown() == set()

    folder.article(f"![Le bouton]({address})\n", slug="autre", title="Une autre fiche")
    room.load()
    assert shown() == {("autre", address)}

    editor.post(
        f"/bureau/fiches/{room.text().id}", data=fields(room.text(), body=f"[Le guide]({address}#page=2)")
    )
    assert shown() == {("autre", address)}
    step(publisher, room.text(), "publish")
    assert shown() == {("autre", address), ("double-prelevement", address)}

    row = room.text()
    editor.post(f"/bureau/fiches/{row.id}/versions/1/reprendre", data={"version": row.version})
    step(publisher, room.text(), "publish")
    assert shown() == {("autre", address)}


def test_a_block_that_shows_a_file_makes_its_articles_show_it(
    address: str, room: Room, folder: ContentFolder
):
    folder.raw(f"![Le bouton]({address})\n", "bouton.md", folder="blocks")
    folder.article("{{ bloc: bouton }}\n", slug="autre", title="Une autre fiche")

    room.load()

    assert shown() == {("autre", address)}


def test_fetching_a_file_asks_the_same_however_many_articles_there_are(
    address: str, shelf: Shelf, client: FlaskClient
):
    shelf.put("montre", html=f'<img src="{address}" alt="x">')
    with counted_statements() as few:
        assert client.get(address).status_code == 200
    for number in range(30):
        shelf.put(f"montre-{number}", html=f'<img src="{address}" alt="x">')

    with counted_statements() as many:
        assert client.get(address).status_code == 200

    assert without_session(few) == without_session(many)
    assert len(without_session(many)) == 2
    assert not any("html" in each for each in many)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<img src="/fichiers/a-1.png" alt=""><a href="/fichiers/b.pdf#page=2">', {"a-1.png", "b.pdf"}),
        ('<a href="/fichiers/b.pdf?v=2">', {"b.pdf"}),
        ("<p>/fichiers/b.pdf est là</p>", set()),
        ('<a href="/fichiers/../../b.pdf">', set()),
        (f'<a href="/fichiers/{"a" * 200}.pdf">', set()),
    ],
)
def test_a_file_is_shown_where_an_address_leads_to_it(html: str, names: set[str]):
    assert files_in(html) == names


def test_the_migration_reads_the_texts_that_are_there(app: Flask, shelf: Shelf, now: datetime):
    shelf.put("montre", html='<img src="/fichiers/ecran.png" alt="x"><a href="/fichiers/b.pdf#page=2">')
    shelf.put("rien")
    config = app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    db.session.remove()

    command.stamp(config, "head")
    command.downgrade(config, "0023")
    command.upgrade(config, "head")

    assert shown() == {("montre", "/fichiers/ecran.png"), ("montre", "/fichiers/b.pdf")}
