"""Guides from their folder to what is read, found and downloaded."""

import hashlib
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.faq.guides.source import check_guide, read_guides
from helpdesk.faq.loading import check_content, load_content
from helpdesk.places import find_folder
from tests.faq.conftest import ContentFolder

VERSION = {
    "version": "1.0",
    "date": "2026-11-16",
    "file": "liste.md",
    "changes": "Première.",
    "changes_en": "First.",
}
GUIDE = {
    "title": "Préparer la bascule",
    "title_en": "Preparing the switch",
    "summary": "La liste de contrôle.",
    "summary_en": "The checklist.",
    "aliases": ["grand déménagement"],
    "owner": "Pôle",
    "versions": [VERSION],
}
TEXT = "# Préparer la bascule\n\n## Avant\n\nSauvegardez les mandats.\n"


def put(folder: ContentFolder, text: str = TEXT, **changes: object) -> None:
    folder.raw(json.dumps(GUIDE | changes, ensure_ascii=False), "guide.yml", folder="guides/bascule")
    folder.raw(text, "liste.md", folder="guides/bascule/1.0")


@pytest.fixture
def loaded(app: Flask, folder: ContentFolder, now) -> ContentFolder:
    folder.article()
    put(folder)
    load_content(folder.root, now=now)
    return folder


def test_our_own_guides_are_sound():
    guides, faults = read_guides(find_folder("content"))

    assert faults == []
    assert {each.slug for each in guides} >= {"migration-plateforme", "modeles-de-lettres"}
    assert all(list(check_guide(each, frozenset())) == [] for each in guides)


def test_a_guide_is_listed_read_and_measured(client: FlaskClient, loaded):
    page = client.get("/guides/bascule").text

    assert "Préparer la bascule" in client.get("/guides/").text
    assert "Sauvegardez les mandats." in page
    assert page.count("<h1") == 1
    assert hashlib.sha256(TEXT.encode()).hexdigest() in page
    assert "Première." in page
    assert "Preparing the switch" in client.get("/en/guides/bascule").text


def test_a_version_stays_at_its_address_and_the_latest_has_one_of_its_own(client: FlaskClient, loaded):
    answer = client.get("/guides/bascule/1.0/liste.md")

    assert answer.data == TEXT.encode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bascule-1.0.md"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get("/guides/bascule/dernier").location == "/guides/bascule/1.0/liste.md"
    again = client.get("/guides/bascule/1.0/liste.md", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_new_version_leaves_the_old_one_in_its_place(client: FlaskClient, loaded, now):
    newer = VERSION | {"version": "1.1", "date": "2026-11-17", "changes": "Un ajout."}
    put(loaded, versions=[newer, VERSION])
    loaded.raw("Neuf.\n", "liste.md", folder="guides/bascule/1.1")
    load_content(loaded.root, now=now)

    page = client.get("/guides/bascule").text

    assert "Neuf." in page
    assert "Un ajout." in page
    assert client.get("/guides/bascule/dernier").location == "/guides/bascule/1.1/liste.md"
    assert client.get("/guides/bascule/1.0/liste.md").data == TEXT.encode()


def test_search_finds_the_text_and_leads_to_the_guide(client: FlaskClient, loaded):
    (first, *_rest) = client.get("/recherche.json?q=grand+demenagement").get_json()["results"]

    assert first["slug"] == "bascule"
    assert client.get("/faq/bascule").location == "/guides/bascule"


def test_guides_are_no_articles(client: FlaskClient, loaded):
    assert "Préparer la bascule" not in client.get("/faq/").text


@pytest.mark.parametrize(
    "path",
    [
        "absent",
        "absent/dernier",
        "bascule/1.0/autre.md",
        "bascule/1.0/guide.yml",
        "bascule/../liste.md",
        "bascule/1.0/..%2f..%2fglossary.yml",
        "bascule/1.0/liste.MD",
    ],
)
def test_what_is_no_file_of_a_guide_is_not_found(client: FlaskClient, loaded, path):
    assert client.get(f"/guides/{path}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"versions": []}, "versions"),
        ({"versions": [VERSION | {"file": "absent.md"}]}, "does not exist"),
        ({"versions": [VERSION | {"file": "liste.exe"}]}, "a guide is one of"),
        ({"versions": [VERSION | {"file": "../liste.md"}]}, "file"),
        ({"versions": [VERSION | {"version": "../1"}]}, "version"),
        ({"versions": [VERSION, VERSION]}, "stands twice"),
        ({"autre": 1}, "autre"),
    ],
)
def test_content_check_names_what_is_wrong(app: Flask, folder, now, changes, sentence):
    folder.article()
    put(folder, **changes)

    found = [str(fault) for fault in check_content(folder.root, now=now)]

    assert any("bascule" in each and sentence in each for each in found), found


def test_a_guide_may_not_take_the_name_of_an_article(app: Flask, folder, now):
    folder.article(slug="bascule")
    put(folder)

    assert any("is that of another text" in each.sentence for each in check_content(folder.root, now=now))


def test_a_link_out_of_the_folder_is_refused(app: Flask, folder, now, tmp_path):
    folder.article()
    put(folder)
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    (folder.root / "guides" / "bascule" / "1.0" / "liste.md").unlink()
    (folder.root / "guides" / "bascule" / "1.0" / "liste.md").symlink_to(secret)

    assert any("does not exist" in each.sentence for each in check_content(folder.root, now=now))


def test_a_guide_in_english_is_read_found_and_downloaded_in_english(client: FlaskClient, loaded, now):
    english = "# Preparing the switch\n\n## Before\n\nSave the mandates.\n"
    put(loaded, aliases_en=["great removal"])
    loaded.raw(english, "liste.en.md", folder="guides/bascule/1.0")
    load_content(loaded.root, now=now)

    page = client.get("/en/guides/bascule").text

    assert "Save the mandates." in page
    assert "Sauvegardez" not in page
    assert hashlib.sha256(english.encode()).hexdigest() in page
    assert client.get("/en/guides/bascule/dernier").location == "/en/guides/bascule/1.0/liste.en.md"
    file = client.get("/en/guides/bascule/1.0/liste.en.md")
    assert file.data == english.encode()
    assert file.headers["Content-Disposition"] == 'attachment; filename="bascule-1.0-en.md"'
    (first, *_rest) = client.get("/en/recherche.json?q=great+removal").get_json()["results"]
    assert first["slug"] == "bascule"
    assert "Sauvegardez les mandats." in client.get("/guides/bascule").text
    assert client.get("/guides/bascule/dernier").location == "/guides/bascule/1.0/liste.md"


def test_a_guide_without_english_falls_back_and_says_so(client: FlaskClient, loaded, now):
    page = client.get("/en/guides/bascule").text

    assert "Sauvegardez les mandats." in page
    assert 'class="prose" lang="fr"' in page
    assert client.get("/en/guides/bascule/dernier").location == "/en/guides/bascule/1.0/liste.md"
    warned = [each for each in check_content(loaded.root, now=now) if each.path.name == "guide.yml"]
    assert [each.sentence for each in warned] == ["there is no English translation"]
    assert warned[0].is_warning
