"""Images that editors put into their texts."""

from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.faq.content.files import LARGEST_IMAGE
from helpdesk.faq.writing.files import keep
from helpdesk.faq.writing.models import ArticleFile
from tests.faq.writing.conftest import Room, fields, step

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def test_images_are_checked_named_and_served_safely(
    editor: FlaskClient, publisher: FlaskClient, client: FlaskClient, room: Room
):
    row = room.text()
    sent = {"back": str(row.id), "alt": "Le bouton Valider"}
    editor.post("/bureau/fiches/fichiers", data=sent | {"file": (BytesIO(PNG), "Écran n°1.PNG")})

    kept = db.session.scalars(select(ArticleFile)).one()
    assert kept.name.startswith("ecran-n-1-")
    shows = {"body": f"![Le bouton](/fichiers/{kept.name})"}
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, **shows))
    assert client.get(f"/fichiers/{kept.name}").status_code == 404
    step(publisher, room.text(), "publish")
    row = room.text()
    served = client.get(f"/fichiers/{kept.name}")
    assert (served.data, served.mimetype) == (PNG, "image/png")
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in served.headers["Cache-Control"]
    assert "Set-Cookie" not in served.headers

    for name, data in (
        ("x.svg", b"<svg/>"),
        ("x.png", b"<html>"),
        ("x.html", b"x"),
    ):
        editor.post("/bureau/fiches/fichiers", data=sent | {"file": (BytesIO(data), name)})
    editor.post("/bureau/fiches/fichiers", data={"back": "", "file": (BytesIO(PNG), "y.png")})
    assert len(db.session.scalars(select(ArticleFile)).all()) == 1

    shown = editor.post(
        "/bureau/fiches/apercu",
        data=fields(
            row, id=row.id, body=f"![Le bouton](/fichiers/{kept.name}) ![x](https://example.org/x.png)"
        ),
    ).text
    assert f'<img src="/fichiers/{kept.name}" alt="Le bouton"' in shown
    assert "https://example.org/x.png" not in shown.split('id="apercu"')[1].split("</section>")[0]


def test_an_image_that_is_too_large_is_refused(app: Flask, now: datetime):
    with pytest.raises(Refused, match="dépasse 1024"):
        keep(FileStorage(BytesIO(PNG + b"0" * LARGEST_IMAGE), "x.png"), alt="x", now=now)
