"""The readers of an article in its file: said once, checked, and kept by all that shows it."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.loading import check_content, load_content
from helpdesk.faq.models import Article
from tests.faq.conftest import ContentFolder
from tests.faq.readers.conftest import an_organisation

TREASURERS = ["role:treasurer"]


def check(folder: ContentFolder, now: datetime) -> list[str]:
    return [str(fault).partition("faq/")[2] for fault in check_content(folder.root, now=now)]


def stored_readers(slug: str = "double-prelevement", lang: str = "fr") -> str | None:
    db.session.expire_all()
    return db.session.scalar(select(Article.readers).where(Article.slug == slug, Article.lang == lang))


@pytest.mark.parametrize("said", ["role:treasurer", ["role:treasurer"]])
def test_a_file_may_name_one_kind_of_readers_or_several(
    app: Flask, folder: ContentFolder, now: datetime, said
):
    folder.article(readers=said)

    load_content(folder.root, now=now)

    assert stored_readers() == ",role:treasurer,"


@pytest.mark.parametrize("wrong", ["role:king", "everybody", "org:75/sideways", 7])
def test_what_names_no_readers_is_a_fault_at_its_line(
    app: Flask, folder: ContentFolder, now: datetime, wrong
):
    folder.article(readers=["role:agent", wrong])

    faults = [each for each in check_content(folder.root, now=now) if each.stops]

    assert len(faults) == 1
    assert "readers" in str(faults[0])
    assert (
        folder.root.joinpath("faq/collecte-en-ligne/double-prelevement.md")
        .read_text()
        .split("\n")[faults[0].line - 1]
        .endswith(str(wrong))
    )


def test_an_unknown_organisation_is_named_and_does_not_stop(app: Flask, folder: ContentFolder, now: datetime):
    an_organisation("75-UD", now)
    folder.article(readers=["org:75-UD/geo", "org:99-UD"])

    (fault,) = [each for each in check_content(folder.root, now=now) if not each.is_warning]

    assert "no organisation has the code 99-UD" in fault.sentence
    assert not fault.stops


def test_a_link_from_a_public_article_is_worth_a_warning(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("Voir [l’autre](/faq/autre).\n")
    folder.article("Voir [le premier](/faq/double-prelevement).\n", slug="autre", readers=TREASURERS)

    (found,) = [each for each in check(folder, now) if "not for everybody" in each]

    assert "double-prelevement.md" in found


def test_a_translation_is_for_the_readers_of_its_original(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(readers=TREASURERS)
    folder.article(lang="en", name="double-prelevement.en.md", readers=TREASURERS)
    load_content(folder.root, now=now)
    assert stored_readers(lang="en") == ",role:treasurer,"

    folder.article(lang="en", name="double-prelevement.en.md")

    assert any("readers differs from that of the French text" in each for each in check(folder, now))


def test_links_to_it_say_for_whom_it_is(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(related=["autre"], replaced_by="autre")
    folder.article(slug="autre", title="Autre")
    load_content(folder.root, now=now)

    folder.article(slug="autre", title="Autre", readers=TREASURERS)
    load_content(folder.root, now=now)

    row = db.session.scalars(select(Article).where(Article.slug == "double-prelevement")).one()
    link = {"slug": "autre", "title": "Autre", "readers": ",role:treasurer,"}
    assert row.related == [link]
    assert row.replacement == link
