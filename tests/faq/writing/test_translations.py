"""A text and its translation: what both say alike, and that what the browser wrote can always be loaded."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.content.checking import SAME_IN_EVERY_LANGUAGE
from helpdesk.faq.loading import load_content
from helpdesk.faq.models import Article
from helpdesk.faq.writing import translating
from helpdesk.faq.writing.exporting import export_content
from helpdesk.faq.writing.matter import KEYS
from helpdesk.faq.writing.rules import State
from tests.faq.conftest import COLLECTION
from tests.faq.writing.conftest import Room, fields, step

ENGLISH: dict[str, Any] = {
    "lang": "en",
    "title": "I was debited twice",
    "summary": "Report it with the dates.",
    "name": "double-prelevement.en.md",
    "related": ["autre"],
}
JOURNEY = """\
title: Ouvrir
title_en: Open
summary: Pas à pas.
summary_en: Step by step.
icon: flag
places:
  - slug: apres
    title: Après
    title_en: After
"""


@pytest.fixture
def both(room: Room) -> Room:
    room.folder.collections([COLLECTION, COLLECTION | {"slug": "comptes", "title": "Comptes"}])
    room.folder.article("## What to do\n\nCall us.\n", **ENGLISH)
    room.load()
    return room


def public(slug: str = "double-prelevement", lang: str = "en") -> Article:
    db.session.expire_all()
    return db.session.scalars(select(Article).where(Article.slug == slug, Article.lang == lang)).one()


def in_english(room: Room, **changes: Any) -> dict[str, Any]:
    """Return what the form of the translation sends: none of what its original alone says."""
    sent = (
        fields(room.text(lang="en"), lang="en", title="I was debited twice", summary="Report it.") | changes
    )
    return {key: value for key, value in sent.items() if key not in SAME_IN_EVERY_LANGUAGE or key in changes}


EDITS: list[tuple[str, dict[str, str], Any]] = [
    ("collection", {"collection": "comptes"}, "comptes"),
    ("category", {"category": "impaye"}, "impaye"),
    ("ticket_category", {"ticket_category": "impaye/frais"}, "impaye/frais"),
    ("audience", {"audience": "treasurer"}, "treasurer"),
    ("reason_codes", {"reason_codes": "AM04 MD01"}, ["AM04", "MD01"]),
    ("as_of", {"as_of": "2026-10-01"}, date(2026, 10, 1)),
    ("valid_from", {"valid_from": "2026-01-01"}, date(2026, 1, 1)),
    ("valid_until", {"valid_until": "2030-01-01"}, date(2030, 1, 1)),
    ("replaced_by", {"replaced_by": "autre"}, "autre"),
    ("variant_of", {"variant": "Par prélèvement", "variant_of": "autre"}, "autre"),
    ("promise_due_on", {"promise": "Bientôt", "promise_due_on": "2030-01-01"}, date(2030, 1, 1)),
    ("promise_kept_on", {"promise_kept_on": "2026-11-01"}, date(2026, 11, 1)),
    ("readers", {"readers": "role:treasurer"}, ["role:treasurer"]),
]


def test_whatever_is_changed_in_the_browser_can_be_exported_and_loaded(
    publisher: FlaskClient, both: Room, now: datetime, tmp_path: Path
):
    shared = [key for key in SAME_IN_EVERY_LANGUAGE if key in KEYS and key != "stages"]
    assert {key for key, _, _ in EDITS} == set(shared)
    so_far: dict[str, str] = {}
    for number, (key, changes, value) in enumerate(EDITS):
        so_far |= changes
        row = both.text()
        publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, **so_far))
        step(publisher, both.text(), "publish")
        assert both.text().state is State.PUBLISHED, key

        export_content(both.folder.root, now=now)
        fresh = tmp_path / f"out-{number}"
        export_content(fresh, now=now)
        for root in (both.folder.root, fresh):
            done = load_content(root, now=now)
            assert (done.changed, list(done.conflicts), done.unpublished) == (0, [], 0), key
        texts = [(fresh / both.text(lang=lang).path).read_text() for lang in ("fr", "en")]
        written = [[line for line in text.splitlines() if line.startswith(f"{key}:")] for text in texts]
        assert written[0], key
        assert written[0][0].replace('"', "") == written[1][0].replace('"', ""), (key, value)


def test_a_withdrawn_key_goes_from_the_translation_too(
    publisher: FlaskClient, both: Room, now: datetime, tmp_path: Path
):
    row = both.text()
    sent = {"variant": "Un", "promise": "Bientôt", "promise_due_on": "2030-01-01", "reason_codes": ""}
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, **sent))
    step(publisher, both.text(), "publish")
    assert (public().variant, public().promise, public().reason_codes) == ("Un", "Bientôt", [])

    row = both.text()
    publisher.post(
        f"/bureau/fiches/{row.id}", data=fields(row, **dict.fromkeys(sent, "") | {"reason_codes": "AM05"})
    )
    step(publisher, both.text(), "publish")

    assert (public().variant, public().promise, public().promise_due_on) == ("", "", None)
    assert public().reason_codes == ["AM05"]
    export_content(tmp_path / "out", now=now)
    load_content(tmp_path / "out", now=now)


def test_the_translation_shows_them_and_does_not_ask(publisher: FlaskClient, both: Room):
    row = both.text(lang="en")
    page = publisher.get(f"/bureau/fiches/{row.id}").text

    assert 'name="audience"' not in page
    assert "Repris de la fiche en français" in page
    sent = in_english(both, audience="member", readers="role:agent", body="Call at once.")
    publisher.post(f"/bureau/fiches/{row.id}", data=sent)
    step(publisher, both.text(lang="en"), "publish")

    assert (public().audience.value, public().readers) == ("both", "")
    assert "Call at once." in public().html


def test_a_translation_that_is_being_written_goes_on(publisher: FlaskClient, both: Room):
    row = both.text(lang="en")
    publisher.post(f"/bureau/fiches/{row.id}", data=in_english(both, body="Not yet public."))

    french = both.text()
    publisher.post(f"/bureau/fiches/{french.id}", data=fields(french, audience="treasurer"))
    step(publisher, both.text(), "publish")

    row = both.text(lang="en")
    assert (row.state, public().audience.value) == (State.DRAFT, "treasurer")
    assert "Not yet public." in row.text
    assert "audience: treasurer" in row.text
    assert "Not yet public." not in public().html
    step(publisher, row, "publish")
    assert "Not yet public." in public().html


def test_a_draft_in_another_collection_stops_no_load(publisher: FlaskClient, both: Room, now: datetime):
    row = both.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, collection="comptes"))

    export_content(both.folder.root, now=now)

    assert both.load().unpublished == 0
    assert public(lang="fr").collection == "collecte-en-ligne"


def test_a_text_and_its_translation_lead_to_each_other(editor: FlaskClient, both: Room):
    french, english = both.text(), both.text(lang="en")

    assert (
        f'href="/bureau/fiches/{english.id}">Traduction en anglais'
        in editor.get(f"/bureau/fiches/{french.id}").text
    )
    assert (
        f'href="/bureau/fiches/{french.id}">Original en français'
        in editor.get(f"/bureau/fiches/{english.id}").text
    )


def test_a_translation_begins_with_the_words_of_its_original(
    editor: FlaskClient, publisher: FlaskClient, both: Room
):
    french = both.text("autre")
    assert f"/bureau/fiches/{french.id}/traduire" in editor.get(f"/bureau/fiches/{french.id}").text

    page = editor.get(f"/bureau/fiches/{french.id}/traduire").text
    assert 'value="Une autre fiche"' in page
    assert 'name="audience"' not in page
    sent = fields(french, lang="en", title="Another", related="double-prelevement", aliases="one\ntwo\nthree")
    editor.post("/bureau/fiches/nouvelle", data=sent)
    row = both.text("autre", lang="en")
    box = editor.get(f"/bureau/fiches/{row.id}").text
    assert "Traduction à revoir" in box
    assert editor.get(f"/bureau/fiches/{french.id}/traduire").status_code == 302
    assert editor.get(f"/bureau/fiches/{both.text(lang='en').id}/traduire").status_code == 302


def test_what_changed_since_it_was_translated_is_shown_until_it_is_looked_over(
    publisher: FlaskClient, both: Room
):
    mark = translating.mark_of(both.text())
    both.folder.article("## What to do\n\nCall us.\n", **ENGLISH, translates=mark)
    both.load()
    english = both.text(lang="en")
    assert "Traduction à revoir" not in publisher.get(f"/bureau/fiches/{english.id}").text

    french = both.text()
    publisher.post(f"/bureau/fiches/{french.id}", data=fields(french, body="## Que faire ?\n\nÉcrivez."))
    step(publisher, both.text(), "publish")
    page = publisher.get(f"/bureau/fiches/{english.id}").text
    assert "Traduction à revoir" in page
    assert "<del>Appelez</del>" in page
    assert "<ins>Écrivez</ins>" in page

    publisher.post(f"/bureau/fiches/{english.id}", data=in_english(both, body="Write to us."))
    page = publisher.get(f"/bureau/fiches/{english.id}").text
    boxes = re.findall(r'<input type="checkbox" name="translates"[^>]*>', page)
    assert (len(boxes), [box for box in boxes if "checked" in box]) == (2, [])
    step(publisher, both.text(lang="en"), "publish")
    assert "Traduction à revoir" in publisher.get(f"/bureau/fiches/{english.id}").text
    publisher.post(f"/bureau/fiches/{english.id}", data=in_english(both, body="Write to us at once."))
    step(publisher, both.text(lang="en"), "publish", translates=translating.mark_of(both.text()))

    assert "Traduction à revoir" not in publisher.get(f"/bureau/fiches/{english.id}").text
    assert translating.mark_of(both.text()) in both.text(lang="en").text


def read_in_english(browser: FlaskClient, address: str = "/faq/double-prelevement") -> str:
    return browser.get(f"/en{address}").text


def test_readers_and_editors_are_told_of_a_translation_that_is_behind(
    publisher: FlaskClient, client: FlaskClient, both: Room
):
    mark = translating.mark_of(both.text())
    both.folder.article("## What to do\n\nCall us.\n", **ENGLISH, translates=mark)
    both.load()
    late = "/bureau/fiches/?a-retraduire=1"
    assert "hreflang" in read_in_english(client)
    assert (public().is_behind, "double-prelevement" in publisher.get(late).text) == (False, False)

    french = both.text()
    publisher.post(f"/bureau/fiches/{french.id}", data=fields(french, summary="Tout autre chose."))
    step(publisher, both.text(), "publish")
    assert (public().is_behind, public(lang="fr").is_behind) == (True, False)
    assert "I was debited twice" in publisher.get(late).text
    assert 'href="/faq/double-prelevement" hreflang="fr" lang="fr">Lire le français' in read_in_english(
        client
    )
    assert both.load().changed == 0

    english = both.text(lang="en")
    publisher.post(f"/bureau/fiches/{english.id}", data=in_english(both, summary="Something else."))
    step(publisher, both.text(lang="en"), "publish", translates=translating.mark_of(both.text()))
    assert "Lire le français" not in read_in_english(client)
    assert "I was debited twice" not in publisher.get(late).text
    assert both.load().changed == 0


def test_a_file_that_is_behind_says_so_too(client: FlaskClient, both: Room):
    mark = translating.mark_of(both.text())
    both.folder.article("## What to do\n\nCall us.\n", **ENGLISH, translates=mark)
    both.folder.article("## Que faire ?\n\nÉcrivez.\n", related=["autre"])
    both.load()
    assert public().is_behind
    assert "Lire le français" in read_in_english(client)

    both.folder.article("## Que faire ?\n\nAppelez.\n", related=["autre"])
    both.load()
    assert not public().is_behind
    assert "Lire le français" not in read_in_english(client)


def test_what_has_no_translation_is_listed(editor: FlaskClient, both: Room):
    listed = editor.get("/bureau/fiches/?sans-traduction=1").text

    assert "Une autre fiche" in listed
    assert "J’ai été prélevé deux fois" not in listed


def test_a_public_translation_is_looked_over_with_one_click(
    editor: FlaskClient, client: FlaskClient, both: Room
):
    both.folder.article("## What to do\n\nCall us.\n", **ENGLISH, translates="0123456789ab")
    both.load()
    row, mark = both.text(lang="en"), translating.mark_of(both.text())
    assert f'value="{mark}"' in editor.get(f"/bureau/fiches/{row.id}").text

    address = f"/bureau/fiches/{row.id}/traduction-revue"
    assert "entre-temps" in editor.post(address, data={"translates": "x"}, follow_redirects=True).text
    assert public().is_behind
    editor.post(address, data={"translates": mark})

    assert not public().is_behind
    assert "Lire le français" not in read_in_english(client)
    assert both.text(lang="en").state is State.PUBLISHED
    french = f"/bureau/fiches/{both.text().id}/traduction-revue"
    assert editor.post(french, data={"translates": mark}).status_code == 404
