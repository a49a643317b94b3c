"""The pack: articles, guides, contacts with hours, of which day; with the contacts of who has signed in."""

import re
import zlib
from base64 import b64decode
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.accounts.models import RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.db import db
from helpdesk.engines.paper import own_files
from helpdesk.faq.readers.rules import stored
from helpdesk.faq.rules import ArticleKind
from helpdesk.faq.writing.models import ArticleFile
from helpdesk.organisations.models import OrganisationContact
from helpdesk.organisations.rules import ContactFunction
from helpdesk.web.assets import STATIC
from tests.faq.conftest import Shelf
from tests.faq.readers.conftest import an_organisation, speaks_for
from tests.people import Cast, signed_in

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP8z4AATAxEcQAz0QEHOoQ+uAAAAABJRU5ErkJggg=="
)
PDFS = ("/faq/double-prelevement.pdf", "/collections/collecte-en-ligne.pdf", "/imprimer.pdf")


def pictures_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Subtype\s*/Image\b", pdf)) + sum(
        len(re.findall(rb"/Subtype\s*/Image\b", text)) for text in _streams(pdf)
    )


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


@pytest.fixture
def pictured(app: Flask, shelf: Shelf, now: datetime) -> Shelf:
    shelf.put(html='<p><img src="/fichiers/ecran.png" alt="L’écran" loading="lazy" decoding="async"></p>')
    db.session.add(
        ArticleFile(
            name="ecran.png", media_type="image/png", size=len(PNG), sha256="x" * 64, body=PNG, created_at=now
        )
    )
    db.session.commit()
    return shelf


@pytest.mark.parametrize("path", PDFS)
def test_the_pictures_of_articles_are_in_their_files(client: FlaskClient, pictured: Shelf, path: str):
    assert pictures_in(client.get(path).data) == 1


def test_a_picture_that_does_not_exist_leaves_its_words(client: FlaskClient, shelf: Shelf):
    shelf.put(html='<p><img src="/fichiers/absent.png" alt="L’écran"></p>')

    answer = client.get("/faq/double-prelevement.pdf")

    assert answer.data.startswith(b"%PDF-")
    assert pictures_in(answer.data) == 0


def test_only_the_pictures_that_are_given_can_be_read():
    fetcher = own_files(STATIC, {"fichiers/ecran.png": PNG})

    assert fetcher.fetch("paper:///fichiers/ecran.png").read() == PNG
    for address in (
        "paper:///fichiers/autre.png",
        "paper:///fichiers/../ecran.png",
        "file:///fichiers/ecran.png",
    ):
        with pytest.raises(ValueError, match="not a file of ours"):
            fetcher.fetch(address)


def test_the_whole_holds_guides_hours_and_its_day(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("guide", kind=ArticleKind.GUIDE, title="Le guide du trésorier", collection="")

    whole = client.get("/imprimer").text
    one = client.get("/collections/collecte-en-ligne/imprimer").text

    assert "Le guide du trésorier" in whole
    assert 'href="#guide"' in whole
    assert "http://localhost/guides/guide" in whole
    assert "Le guide du trésorier" not in one
    for page in (whole, one):
        assert "du lundi au vendredi" in page
        assert "État de l’aide au" in page
    assert "Monday to Friday" in client.get("/en/imprimer").text


def test_who_has_signed_in_gets_the_contacts_of_their_organisations(
    app: Flask, client: FlaskClient, shelf: Shelf, people: Cast, now: datetime
):
    shelf.put()
    union = an_organisation("75-UD", now)
    union.role_mailbox = "ud75@example.org"
    local = an_organisation("75-UL", now, union)
    db.session.add(
        OrganisationContact(
            organisation_id=local.id,
            function=ContactFunction.TREASURER,
            name="Camille Exemple",
            phone="+33199000001",
        )
    )
    speaks_for(people.treasurer, local)
    signed_in(client, people.treasurer)

    page = client.get("/imprimer")

    assert "Organisation 75-UL" in page.text
    assert "Camille Exemple" in page.text
    assert "ud75@example.org" in page.text
    assert "public" not in page.headers["Cache-Control"]
    pdf = client.get("/imprimer.pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert "public" not in pdf.headers["Cache-Control"]
    assert 'href="/imprimer"' in client.get("/mon-compte").text
    stranger = app.test_client()
    assert "Camille Exemple" not in stranger.get("/imprimer").text
    assert stranger.get("/imprimer.pdf").data != pdf.data


def test_who_may_read_an_article_has_it_on_paper_too(
    app: Flask, client: FlaskClient, shelf: Shelf, people: Cast
):
    shelf.put("tresor", title="Virements du trésor", readers=stored(["role:treasurer"]))
    shelf.put()

    assert "Virements du trésor" not in app.test_client().get("/imprimer").text
    assert "Virements du trésor" in signed_in(client, people.treasurer).get("/imprimer").text
    assert client.get("/faq/tresor.pdf").data.startswith(b"%PDF-")


def test_a_role_that_is_given_or_taken_changes_what_is_in_the_file(
    client: FlaskClient, shelf: Shelf, people: Cast
):
    shelf.put("tresor", title="Virements du trésor", readers=stored(["role:treasurer"]))
    shelf.put()
    signed_in(client, people.stranger)
    before = client.get("/imprimer.pdf").data
    db.session.add(RoleGrant(person_id=people.stranger.id, role=Role.TREASURER))
    db.session.commit()

    during = client.get("/imprimer.pdf").data
    db.session.query(RoleGrant).filter_by(person_id=people.stranger.id).delete()
    db.session.commit()

    assert during != before
    assert client.get("/imprimer.pdf").data == before
