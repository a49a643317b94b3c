"""What one file cannot tell alone."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from helpdesk.faq.content.source import Source, fingerprint, read_source
from tests.faq.checks import check, warnings
from tests.faq.conftest import COLLECTION, ContentFolder


def test_good_content_has_no_fault(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(
        "## Voir\n\n[L’autre](/faq/autre), [nous écrire](/dossiers/nouveau), [la page](/pages/mentions-legales), "
        "[le thème](/collections/collecte-en-ligne), [plus bas](#voir), {{ support.phone }}.\n",
        related=["autre"],
    )
    folder.article(slug="autre")
    folder.page("{{ publisher.name }}\n")

    assert check(folder, now) == []


@pytest.mark.parametrize("names_it", [{"related": ["projet"]}, {"replaced_by": "projet"}])
def test_readers_are_not_led_to_a_draft_and_drafts_may_name_each_other(
    app: Flask, folder: ContentFolder, now: datetime, names_it: dict[str, Any]
):
    folder.article("[x](/faq/projet)\n", slug="brouillon", status="draft", **names_it)
    folder.article(slug="projet", status="draft")
    folder.article()
    assert check(folder, now) == []

    folder.article("[x](/faq/projet)\n", **names_it)

    key = next(iter(names_it))
    related, linked = check(folder, now)
    assert f"{key}: projet is a draft, which no reader sees" in related
    assert "the link /faq/projet leads nowhere" in linked


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "autre-nom.md"}, "the slug double-prelevement differs from the file’s name"),
        ({"lang": "en"}, "lang is en, the file’s name says fr"),
        ({"collection": "ailleurs"}, "the collection ailleurs is unknown"),
        ({"category": "inconnue"}, "the category inconnue is unknown"),
        ({"ticket_category": "prelevement/inconnu"}, "the ticket_category prelevement/inconnu is unknown"),
        ({"ticket_category": "inconnu"}, "the ticket_category inconnu is unknown"),
        ({"related": ["absent"]}, "related: absent does not exist"),
        ({"related": ["double-prelevement"]}, "related: double-prelevement does not exist"),
        ({"reason_codes": ["ZZ99"]}, "the reason code ZZ99 is unknown"),
        ({"reviewed_on": date(2030, 1, 1)}, "reviewed_on lies in the future"),
        ({"valid_until": date(2026, 11, 15)}, "the article has expired on 2026-11-15"),
        (
            {"valid_from": date(2027, 2, 1), "valid_until": date(2027, 1, 1)},
            "valid_until comes before valid_from",
        ),
        ({"summary": "Appelez {{ nulle.part }}."}, "{{ nulle.part }} is not a known placeholder"),
        ({"body": "\n{{ site.secret_key }}\n"}, "{{ site.secret_key }} is not a known placeholder"),
        ({"body": "{{ publisher.name }}\n"}, "{{ publisher.name }} is not a known placeholder"),
        ({"body": "{{ 7*7 }}\n"}, "{{ 7*7 }} is not a known placeholder"),
        ({"body": "{% if x %}\n"}, "braces here are neither text nor a placeholder"),
        ({"body": "{{ support.phone\n"}, "braces here are neither text nor a placeholder"),
        ({"body": "# Titre\n"}, "a heading of level 1: the title is one already"),
        ({"body": "[x](/faq/absent)\n"}, "the link /faq/absent leads nowhere"),
        ({"body": "[x](/pages/absente)\n"}, "the link /pages/absente leads nowhere"),
        ({"body": "[x](/nulle/part)\n"}, "the link /nulle/part leads nowhere"),
        ({"body": "[" * 20_000}, "rendering takes more than 2 s: the text holds something hostile or absurd"),
    ],
)
def test_a_fault_is_named(
    app: Flask, folder: ContentFolder, now: datetime, changes: dict[str, Any], sentence: str
):
    folder.article(**changes)

    assert any(line.endswith(f": {sentence}") for line in check(folder, now))


def test_a_fault_of_the_text_is_on_its_line(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article("Un.\n\nDeux.\n\n[x](/faq/absent)\n")
    line = path.read_text(encoding="utf-8").splitlines().index("[x](/faq/absent)") + 1

    assert check(folder, now) == [
        f"faq/collecte-en-ligne/double-prelevement.md:{line}: the link /faq/absent leads nowhere"
    ]


def test_a_fault_of_a_list_is_on_the_line_of_its_item(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article(related=["autre", "absent"])
    folder.article(slug="autre")
    line = path.read_text(encoding="utf-8").splitlines().index("- absent") + 1

    (fault,) = check(folder, now)
    assert f":{line}: " in fault


def test_a_slug_used_twice(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article()
    folder.raw(path.read_text(encoding="utf-8"), path.name, folder="faq/ailleurs")

    assert sum("used by several files" in line for line in check(folder, now)) == 2


def test_collections_are_checked_too(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.collections([COLLECTION | {"first": ["absent"]}, COLLECTION])

    found = "\n".join(check(folder, now))
    assert "first names absent, which does not exist" in found
    assert "stands twice" in found


@pytest.mark.parametrize("text", ["", "- a", "x: [", "- {slug: A B}", "- !!python/object:x.Y {}"])
def test_a_list_of_collections_that_cannot_be_read(
    app: Flask, folder: ContentFolder, now: datetime, text: str
):
    folder.article()
    (folder.root / "collections.yml").write_text(text)

    assert any(line.startswith("collections.yml:") for line in check(folder, now))


def test_an_empty_folder(app: Flask, folder: ContentFolder, now: datetime):
    assert any("there is no article in this folder" in line for line in check(folder, now))


def test_a_missing_translation_is_warned_about(app: Flask, folder: ContentFolder, now: datetime):
    original = folder.article()
    folder.article(slug="autre", related=["double-prelevement"])
    folder.article(
        name="double-prelevement.en.md", lang="en", related=["autre"], translates=mark_of(original)
    )

    assert warnings(folder, now) == [
        "faq/collecte-en-ligne/autre.md:1: warning: there is no English translation"
    ]


def test_numbers_and_accounts_are_found_in_front_matter_too(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article("[ici](/faq/)\n", summary="Appelez le 06 12 34 56 78.")
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [line.split(":", 2)[1:] for line in check(folder, now)] == [
        [
            str(lines.index("summary: Appelez le 06 12 34 56 78.") + 1),
            " a real telephone number: use a setting such as {{ support.phone }}, or 01 99 00 xx xx",
        ],
        [str(lines.index("[ici](/faq/)") + 1), " a link must say where it leads, not « ici »"],
    ]


def test_a_link_out_of_the_folder_is_refused(
    app: Flask, folder: ContentFolder, now: datetime, tmp_path: Path
):
    secret = tmp_path / "secret.md"
    secret.write_text("password", encoding="utf-8")
    folder.article()
    (folder.root / "faq" / "collecte-en-ligne" / "lien.md").symlink_to(secret)

    assert check(folder, now) == [
        "faq/collecte-en-ligne/lien.md:1: this is no file of the folder: it leads elsewhere"
    ]


def test_a_control_character_is_named_with_its_line(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article("Un.\n\x00\n")
    line = path.read_text(encoding="utf-8").split("\n").index("\x00") + 1

    assert check(folder, now) == [
        f"faq/collecte-en-ligne/double-prelevement.md:{line}: there is a control character in the text"
    ]


def test_a_translation_of_an_older_text_is_warned_about(app: Flask, folder: ContentFolder, now: datetime):
    original = folder.article("## Que faire ?\n\nAppelez.\n")
    older = mark_of(original)
    folder.article("## Que faire ?\n\nÉcrivez.\n")
    folder.article(name="double-prelevement.en.md", lang="en", translates=older)

    (warning,) = warnings(folder, now)

    assert "double-prelevement.en.md" in warning
    assert f"the French text has changed since this translation; it is now {mark_of(original)}" in warning


def test_a_translation_speaks_of_the_same_things_to_the_same_people(
    app: Flask, folder: ContentFolder, now: datetime
):
    original = folder.article()
    folder.article(
        name="double-prelevement.en.md", lang="en", audience="treasurer", translates=mark_of(original)
    )

    (fault,) = check(folder, now)

    assert fault.endswith("audience differs from that of the French text")


def mark_of(path: Path) -> str:
    source = read_source(path)
    assert isinstance(source, Source)
    return fingerprint(source)


def test_a_folder_with_too_many_articles_is_a_fault(
    app: Flask, folder: ContentFolder, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("helpdesk.faq.content.folder.MOST_FILES", 1)
    folder.article()
    folder.article(slug="autre")

    assert any("there are 2 articles in this folder, 1 at most" in line for line in check(folder, now))


def test_an_event_needs_a_day_and_is_named_once_it_is_over(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(
        '!!! event "Sans jour"\n    x\n\n!!! event 2026-11-15 "Hier"\n    x\n\n!!! event 2026-11-17\n    x\n'
    )

    assert [line.partition(": ")[2] for line in check(folder, now)] == [
        'an event names its day: !!! event 2026-12-03 "Title"'
    ]
    assert any("the event of 2026-11-15 is over" in line for line in warnings(folder, now))


def test_what_stands_between_fences_is_neither_event_nor_heading(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article(
        '~~~~ text\n!!! event "Sans jour"\n~~~\n# Une remarque\n~~~~\n\n   ```\n# Encore\n   ```\n\n# Titre\n'
    )

    (fault,) = check(folder, now)

    assert fault.endswith("a heading of level 1: the title is one already")


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "a" * 61},
        {"parent": "a" * 61},
        {"title": "a" * 121},
        {"title_en": "a" * 121},
        {"icon": "a" * 41},
    ],
)
def test_a_collection_fits_its_columns(
    app: Flask, folder: ContentFolder, now: datetime, changes: dict[str, str]
):
    folder.article()
    folder.collections([COLLECTION, COLLECTION | {"slug": "autre"} | changes])

    assert any(line.startswith("collections.yml") and "at most" in line for line in check(folder, now))
