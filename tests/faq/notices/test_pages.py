"""Notices as readers see, search and cite them."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.faq.loading import load_content
from helpdesk.faq.writing.exporting import export_content
from tests.faq.conftest import ContentFolder
from tests.faq.loads import article, counts
from tests.people import Cast, signed_in

OCTOBER = {"slug": "coop-infos-52", "number": 52, "day": date(2024, 10, 15), "title": "Allez au bout"}


@pytest.fixture
def loaded(app: Flask, folder: ContentFolder, now) -> ContentFolder:
    folder.article("Relisez {{ note: coop-infos-51 }}.\n")
    folder.notice(related=["double-prelevement"], aliases=["lettre zinzoline"])
    folder.notice(lang="en", title="Register your school", series="Coop News")
    folder.notice("Voir {{ note: coop-infos-51 }}.\n", supersedes=["coop-infos-51"], **OCTOBER)
    folder.notice(
        slug="info-1",
        series="Note d’information",
        number=1,
        day=date(2024, 7, 1),
        reminds=["coop-infos-51"],
    )
    load_content(folder.root, now=now)
    return folder


def test_a_notice_shows_its_number_its_place_its_day_its_text_and_the_function_that_signs(
    client: FlaskClient, loaded
):
    page = client.get("/notes/info-1").text

    assert "Note d’information n°\u00a01" in page
    assert "Saint-Elme, le" in page
    assert '<time datetime="2024-07-01">1er juillet 2024</time>' in page
    assert "Inscrivez-vous." in page
    assert "Le conseil d’administration" in page
    assert page.count("<h1") == 1
    assert "Rappelle" in page
    assert "Cette note est remplacée" not in page


def test_a_superseded_notice_stays_at_its_address_and_says_so_first(client: FlaskClient, loaded):
    page = client.get("/notes/coop-infos-51").text

    assert page.index("Cette note est remplacée") < page.index("Inscrivez-vous.")
    assert 'href="/notes/coop-infos-52"' in page
    assert "Remplacée par" in page
    assert "Rappelée par" in page
    assert 'href="/faq/double-prelevement"' in page
    assert "Remplace</dt>" in client.get("/notes/coop-infos-52").text


def test_notices_are_listed_by_series_the_newest_first(client: FlaskClient, loaded):
    page = client.get("/notes/").text

    assert page.index(">Coop’Infos</h2>") < page.index("n°\u00a052 ·") < page.index("n°\u00a051 ·")
    assert page.index("n°\u00a051 ·") < page.index(">Note d’information</h2>")
    assert page.count("Remplacée") == 1


def test_english_readers_get_the_translation_and_french_where_there_is_none(client: FlaskClient, loaded):
    translated, french = client.get("/en/notes/coop-infos-51").text, client.get("/en/notes/info-1").text

    assert "Register your school" in translated
    assert 'href="/en/notes/coop-infos-52" lang="fr"' in translated
    assert '<h1 lang="fr">Inscrivez votre école' in french
    assert "Register your school" in client.get("/en/notes/").text


def test_an_article_cites_a_notice_by_its_number(client: FlaskClient, loaded):
    page = client.get("/faq/double-prelevement").text

    assert '<a href="/notes/coop-infos-51">Coop’Infos n°\u00a051 du 21\u00a0juin 2024</a>' in page


def test_a_notice_is_found_by_its_words_by_its_number_and_in_the_map_of_the_site(client: FlaskClient, loaded):
    by_words = client.get("/recherche.json?q=zinzoline").json["results"]
    by_number = client.get("/recherche.json?q=coop+infos+52").json["results"]

    assert [each["slug"] for each in by_words] == ["coop-infos-51"]
    assert by_number[0]["slug"] == "coop-infos-52"
    assert "<loc>http://localhost/en/notes/coop-infos-51</loc>" in client.get("/sitemap.xml").text
    assert client.get("/faq/coop-infos-51").location == "/notes/coop-infos-51"


def test_what_is_no_notice_is_not_found(client: FlaskClient, loaded):
    for path in ("/notes/double-prelevement", "/notes/absente", "/notes/..%2fpages", "/faq/absente"):
        assert client.get(path).status_code == 404


def test_a_page_is_kept_and_made_anew_when_another_notice_comes(client: FlaskClient, loaded, now):
    tag = client.get("/notes/coop-infos-52").headers["ETag"]

    assert client.get("/notes/coop-infos-52", headers={"If-None-Match": tag}).status_code == 304
    loaded.notice(slug="coop-infos-53", number=53, day=date(2025, 1, 6), supersedes=["coop-infos-52"])
    load_content(loaded.root, now=now)
    page = client.get("/notes/coop-infos-52", headers={"If-None-Match": tag})
    assert page.status_code == 200
    assert "Cette note est remplacée" in page.text


def test_a_second_load_changes_nothing_and_another_day_reaches_who_cites(client: FlaskClient, loaded, now):
    assert counts(load_content(loaded.root, now=now)) == (0, 0, 5, 0)
    loaded.notice(related=["double-prelevement"], day=date(2024, 6, 22))
    loaded.notice(lang="en", title="Register your school", series="Coop News", day=date(2024, 6, 22))

    done = load_content(loaded.root, now=now)

    # The notice in both languages, the article and the notice that cite it.
    assert counts(done) == (0, 4, 1, 0)
    assert "du 22\u00a0juin 2024" in article().html


def test_a_notice_whose_file_is_gone_is_read_no_more(client: FlaskClient, loaded, now):
    (loaded.root / "notices" / "info-1.md").unlink()
    load_content(loaded.root, now=now)

    assert client.get("/notes/info-1").status_code == 404
    assert "info-1" not in client.get("/notes/").text


def test_an_export_writes_the_same_bytes(app: Flask, loaded, now, tmp_path):
    raw = (loaded.root / "notices" / "info-1.md").read_bytes().replace(b"\n", b"\r\n") + b"<!-- fin -->\r\n"
    (loaded.root / "notices" / "info-1.md").write_bytes(raw)
    load_content(loaded.root, now=now)

    export_content(tmp_path / "out", now=now)

    for name in ("info-1.md", "coop-infos-51.md", "coop-infos-51.en.md"):
        assert (tmp_path / "out/notices" / name).read_bytes() == (loaded.root / "notices" / name).read_bytes()


def test_a_hostile_notice_is_told_and_nothing_of_it_runs(client: FlaskClient, folder: ContentFolder, now):
    folder.article()
    hostile = "<script>alert(1)</script>"
    folder.notice(f"{hostile}\n\n[x](javascript:alert(1))\n", title=hostile, series=hostile, place=hostile)
    load_content(folder.root, now=now)

    for path in ("/notes/coop-infos-51", "/notes/", "/en/notes/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "javascript:" not in page


def test_who_is_signed_in_reads_the_same(client: FlaskClient, people: Cast, loaded):
    page = signed_in(client, people.agent).get("/notes/coop-infos-51")

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
