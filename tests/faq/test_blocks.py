"""One text, many articles."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.content.blocks import include
from helpdesk.faq.loading import BadContent, check_content, load_content
from helpdesk.faq.models import Article
from tests.faq.conftest import ContentFolder


def sentences(folder: ContentFolder, now: datetime) -> list[str]:
    faults = check_content(folder.root, now=now)
    return [str(each).replace(f"{folder.root}/", "") for each in faults if not each.is_warning]


def html(slug: str, lang: str = "fr") -> str:
    db.session.expire_all()
    return db.session.scalars(select(Article).where(Article.slug == slug, Article.lang == lang)).one().html


def test_a_block_is_shown_where_it_is_named(app: Flask, folder: ContentFolder, now: datetime):
    folder.raw("Appelez le {{ support.phone }}.\n", "contact.md", folder="blocks")
    folder.article("Avant.\n\n{{ bloc: contact }}\n\n- un\n- {{bloc:contact}}\n")

    load_content(folder.root, now=now)

    assert html("double-prelevement").count("Appelez le <a href=") == 2


def test_changing_a_block_changes_only_the_articles_that_show_it(
    app: Flask, folder: ContentFolder, now: datetime
):
    path = folder.raw("Avant.\n", "contact.md", folder="blocks")
    folder.article("{{ bloc: contact }}\n")
    folder.article(slug="autre")
    load_content(folder.root, now=now)

    path.write_text("Après.\n", encoding="utf-8")
    done = load_content(folder.root, now=now)

    assert (done.changed, done.unchanged) == (1, 1)
    assert html("double-prelevement") == "<p>Après.</p>"


def test_an_english_article_shows_the_english_block_or_the_french_one(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.raw("Bonjour.\n", "salut.md", folder="blocks")
    folder.raw("Hello.\n", "salut.en.md", folder="blocks")
    folder.raw("Bis.\n", "bis.md", folder="blocks")
    folder.article()
    folder.article("{{ bloc: salut }} {{ bloc: bis }}\n", name="double-prelevement.en.md", lang="en")

    load_content(folder.root, now=now)

    assert html("double-prelevement", "en") == "<p>Hello. Bis.</p>"


def test_an_unknown_block_is_a_fault_of_its_line(app: Flask, folder: ContentFolder, now: datetime):
    path = folder.article("Un.\n\n{{ bloc: absent }}\n")
    line = path.read_text(encoding="utf-8").splitlines().index("{{ bloc: absent }}") + 1

    assert sentences(folder, now) == [
        f"faq/collecte-en-ligne/double-prelevement.md:{line}: the block 'absent' does not exist"
    ]
    with pytest.raises(BadContent, match="the block 'absent' does not exist"):
        load_content(folder.root, now=now)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        (
            "contact.md",
            "Un.\n{{ site.name }}\n",
            "blocks/contact.md:2: {{ site.name }} is not a known placeholder",
        ),
        (
            "contact.md",
            "{{ bloc: contact }}",
            "blocks/contact.md:1: {{ bloc: contact }} is not a known placeholder",
        ),
        ("contact.md", "[x](/faq/absent)", "blocks/contact.md:1: the link /faq/absent leads nowhere"),
        ("contact.md", "{% if x", "blocks/contact.md:1: braces here are neither text nor a placeholder"),
        ("contact.md", "x" * 9000, "blocks/contact.md:1: the block is longer than 8 kB"),
        ("contact.md", "a\n\x00", "blocks/contact.md:2: there is a control character in the text"),
        (
            "Con tact.md",
            "x",
            "blocks/Con tact.md:1: a block’s file is called like-this.md, or like-this.en.md in English",
        ),
        ("seul.en.md", "x", "blocks/seul.en.md:1: the block seul is not written in French"),
    ],
)
def test_the_fault_of_a_block_is_named(
    app: Flask, folder: ContentFolder, now: datetime, name: str, text: str, fault: str
):
    folder.article()
    folder.raw(text, name, folder="blocks")

    assert sentences(folder, now) == [fault]


def test_a_block_stands_as_far_in_as_its_marker():
    assert include("- a\n\n  {{ bloc: deux }}\n", {"deux": "un\ndeux"}) == "- a\n\n  un\n  deux\n"
