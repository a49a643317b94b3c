"""What one file cannot tell alone."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from helpdesk.faq.loading import check_content
from tests.faq.conftest import COLLECTION, ContentFolder


def check(folder: ContentFolder, now: datetime) -> list[str]:
    return [str(fault).replace(f"{folder.root}/", "") for fault in check_content(folder.root, now=now)]


def test_good_content_has_no_fault(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(
        "## Voir\n\n[L’autre](/faq/autre), [nous écrire](/dossiers/nouveau), [la page](/pages/mentions-legales), "
        "[le thème](/collections/collecte-en-ligne), [plus bas](#voir), {{ support.phone }}.\n",
        related=["autre"],
    )
    folder.article(slug="autre")
    folder.page("{{ publisher.name }}\n")

    assert check(folder, now) == []


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
