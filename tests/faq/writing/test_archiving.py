"""Taking a text from the readers: whatever names it is told first, and what is left loads again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.loading import load_content
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.dependents import FOOT_PAGES
from helpdesk.faq.writing.exporting import export_content
from helpdesk.faq.writing.rules import State
from helpdesk.places import PACKAGE
from tests.faq.conftest import COLLECTION, ContentFolder
from tests.faq.writing.conftest import Room, step

SLUG = "double-prelevement"
WORDS = {name: "Une phrase qui dit assez." for name in ("title", "title_en", "summary", "summary_en")}


def ends_a_diagnosis(folder: ContentFolder) -> None:
    answers = {
        key: WORDS | {"text": "Fin.", "text_en": "End.", "article": SLUG if key == "oui" else None}
        for key in ("oui", "non")
    }
    asked = {
        "ask": "Oui ?",
        "ask_en": "Yes?",
        "choices": [{"key": key, "label": key, "label_en": key, "to": key} for key in answers],
    }
    ends = {
        key: {name: value for name, value in end.items() if not name.startswith("summary")}
        for key, end in answers.items()
    }
    tree = WORDS | {"title": "L’arbre", "start": "quoi", "questions": {"quoi": asked}, "ends": ends}
    folder.raw(yaml.safe_dump(tree), "arbre.yml", folder="diagnosis")


def helps_a_step(folder: ContentFolder) -> None:
    helped = {"title": "Un", "title_en": "One", "help": "Faire.", "help_en": "Do.", "article": SLUG}
    journey = WORDS | {
        "title": "Le chemin",
        "kinds": ["union"],
        "opens_on": date(2026, 1, 1),
        "steps": [{"key": "un", "stuck_after_days": 7, **helped}],
    }
    folder.raw(yaml.safe_dump(journey), "chemin.yml", folder="activation")


def explains_a_term(folder: ContentFolder) -> None:
    text = "Le numéro de votre mandat, sur le relevé."
    entry = {"slug": "rum", "term": "RUM", "text": text, "term_en": "UMR", "text_en": text, "article": SLUG}
    (folder.root / "glossary.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")


def stands_first(folder: ContentFolder) -> None:
    folder.collections([COLLECTION | {"first": [SLUG]}])


def is_linked_by_a_guide(folder: ContentFolder) -> None:
    folder.guide(f"# Une liste\n\n[Le double](/faq/{SLUG}#que-faire)\n")


def is_linked_by_a_block(folder: ContentFolder) -> None:
    folder.raw(f"[Le double][1]\n\n[1]: /faq/{SLUG}\n", "voir.md", folder="blocks")


def is_linked_by_a_page(folder: ContentFolder) -> None:
    folder.page(f"Voir [le double](</faq/{SLUG}>).\n", title="La page")


def heads_its_variants(folder: ContentFolder) -> None:
    folder.article(variant="Par carte")
    folder.article(slug="soeur", title="La sœur", variant="Par virement", variant_of=SLUG)


def replaces(folder: ContentFolder) -> None:
    folder.article(slug="ancienne", title="L’ancienne", replaced_by=SLUG)


def is_related(folder: ContentFolder) -> None:
    folder.article(slug="voisine", title="La voisine", related=[SLUG])


def is_related_to_a_notice(folder: ContentFolder) -> None:
    folder.notice(related=[SLUG])


NAMING = {
    ends_a_diagnosis: "Le diagnostic « L’arbre »",
    helps_a_step: "Le parcours « Le chemin »",
    explains_a_term: "Le glossaire, à « RUM »",
    stands_first: "La collection « Prélèvement des cotisations »",
    is_linked_by_a_guide: "Le guide « La liste »",
    is_linked_by_a_block: "voir",
    is_linked_by_a_page: "La page",
    heads_its_variants: "La sœur",
    replaces: "L’ancienne",
    is_related: "La voisine",
    is_related_to_a_notice: "Inscrivez votre école",
}


@pytest.fixture
def alone(app: Flask, folder: ContentFolder) -> Room:
    folder.article()
    folder.article(slug="autre", title="Une autre fiche")
    return Room(folder)


def loads_again(folder: Path) -> bool:
    """Tell whether what readers see now comes out as files that could be loaded."""
    export_content(folder, now=clock.now())
    done = load_content(folder, now=clock.now())
    assert (done.added, done.unpublished, list(done.conflicts)) == (0, 0, [])
    return True


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("name_it", NAMING, ids=lambda each: each.__name__)
def test_whatever_names_an_article_keeps_it_from_the_archive(
    publisher: FlaskClient, alone: Room, name_it: Callable[[ContentFolder], None]
):
    name_it(alone.folder)
    alone.load()

    step(publisher, alone.text(), "archive")

    assert alone.text().state is State.PUBLISHED
    told = plain(publisher.get(f"/bureau/fiches/{alone.text().id}").text)
    assert f"y mènent : {plain(NAMING[name_it])}" in told


def test_of_many_that_name_an_article_some_are_named_and_all_counted(publisher: FlaskClient, alone: Room):
    stands_first(alone.folder)
    for number in range(9):
        alone.folder.article(slug=f"voisine-{number}", title=f"Voisine {number}", related=[SLUG])
    alone.load()

    step(publisher, alone.text(), "archive")

    told = plain(publisher.get(f"/bureau/fiches/{alone.text().id}").text)
    assert "La collection « Prélèvement des cotisations »" in told
    assert "Voisine 6 ; 2 autres. Changez-les d’abord." in told


def test_the_text_that_readers_see_counts_besides_the_draft_of_it(publisher: FlaskClient, alone: Room):
    is_related(alone.folder)
    alone.load()
    row = alone.text("voisine")
    row.public_text, row.state = row.text, State.DRAFT
    db.session.commit()
    alone.changed_here(f"- {SLUG}", "- autre", "voisine")

    step(publisher, alone.text(), "archive")

    assert alone.text().state is State.PUBLISHED


def test_a_translation_leaves_with_its_original_after_a_question(
    publisher: FlaskClient, client: FlaskClient, alone: Room, tmp_path: Path
):
    alone.folder.article(name=f"{SLUG}.en.md", lang="en", title="Debited twice")
    alone.load()
    page = publisher.get(f"/bureau/fiches/{alone.text().id}").text
    assert "Archiver aussi la traduction" in page
    assert "Debited twice" in page

    step(publisher, alone.text(), "archive")
    assert alone.text().state is State.PUBLISHED
    assert client.get(f"/en/faq/{SLUG}").status_code == 200

    step(publisher, alone.text(), "archive", with_translations="1")
    assert [alone.text(lang=lang).state for lang in ("fr", "en")] == [State.ARCHIVED] * 2
    assert client.get(f"/en/faq/{SLUG}").status_code == 404
    assert loads_again(tmp_path / "out")


def test_a_translation_is_archived_by_itself(publisher: FlaskClient, alone: Room, tmp_path: Path):
    is_related(alone.folder)
    alone.folder.article(name=f"{SLUG}.en.md", lang="en", title="Debited twice")
    alone.load()

    step(publisher, alone.text(lang="en"), "archive")

    assert alone.text(lang="en").state is State.ARCHIVED
    assert alone.text().state is State.PUBLISHED
    assert loads_again(tmp_path / "out")


def test_what_is_archived_leaves_content_that_loads(publisher: FlaskClient, alone: Room, tmp_path: Path):
    for name_it in (heads_its_variants, is_linked_by_a_guide, ends_a_diagnosis):
        name_it(alone.folder)
    alone.load()

    for slug in (SLUG, "soeur", "autre"):
        step(publisher, alone.text(slug), "archive")

    assert [alone.text(slug).state for slug in (SLUG, "soeur", "autre")] == [
        State.PUBLISHED,
        State.ARCHIVED,
        State.ARCHIVED,
    ]
    assert alone.public("soeur").status is ArticleStatus.UNPUBLISHED
    assert loads_again(tmp_path / "out")


def test_the_pages_at_every_foot_stay(publisher: FlaskClient, alone: Room):
    alone.folder.page()
    alone.load()

    step(publisher, alone.text("mentions-legales"), "archive")

    assert alone.text("mentions-legales").state is State.PUBLISHED
    foot = (PACKAGE / "web" / "templates" / "base.html").read_text()
    assert all(f"slug='{slug}'" in foot for slug in FOOT_PAGES)
