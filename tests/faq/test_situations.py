"""Articles that answer one question for several situations: which of them are offered, and to whom."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core import clock
from helpdesk.faq.content.source import Fault
from helpdesk.faq.loading import BadContent, check_content, load_content
from helpdesk.faq.rules import Audience
from helpdesk.faq.searching import Search, search_articles
from helpdesk.faq.situations import fitting, offered
from tests.faq.conftest import ContentFolder

JOURNEY = """
title: Compte
title_en: Account
summary: Deux étapes.
summary_en: Two steps.
kinds: [school_cooperative]
opens_on: 2026-09-01
steps:
  - {key: lien, title: Lien, title_en: Link, help: Ici., help_en: Here., stuck_after_days: 7}
  - {key: solde, title: Solde, title_en: Balance, help: Ici., help_en: Here., stuck_after_days: 7}
"""
EARLY = {"slug": "avant", "label": "Avant", "stages": "compte"}
LATE = {"slug": "apres", "label": "Après", "stages": "compte/solde compte/terminee"}
ANYBODY = {"slug": "autre", "label": "Autre"}


@pytest.mark.parametrize(
    ("place", "slugs"),
    [
        ("compte/lien", ["avant"]),
        ("compte/solde", ["apres"]),
        ("compte/terminee", ["apres"]),
        ("plateforme/lien", []),
        ("compte-pro/lien", []),
    ],
)
def test_a_place_counts_before_its_journey(place: str, slugs: list[str]):
    assert fitting([EARLY, LATE, ANYBODY], place) == slugs


@pytest.mark.parametrize(
    ("limits", "is_offered"),
    [
        ({}, True),
        ({"from": "2026-11-16"}, True),
        ({"from": "2026-11-17"}, False),
        ({"until": "2026-11-16"}, True),
        ({"until": "2026-11-15"}, False),
    ],
)
def test_what_does_not_hold_today_is_not_offered(limits: dict[str, str], is_offered: bool):
    variant = {"slug": "apres", "label": "Après"} | limits

    assert (variant in offered([variant], date(2026, 11, 16), own="avant")) is is_offered
    assert offered([variant], date(2026, 11, 16), own="apres") == [variant]


@pytest.fixture
def shelf(app: Flask, folder: ContentFolder) -> ContentFolder:
    """One question with an answer before the transfer, and one for those who wait for it."""
    folder.raw(JOURNEY, "compte.yml", folder="activation")
    folder.article(title="Avant le virement", variant="Avant", stages=["compte"])
    folder.article(
        slug="apres",
        title="Pendant le virement",
        variant="Pendant",
        variant_of="double-prelevement",
        stages=["compte/solde"],
        aliases=["zébulon", "zigoto", "zouave"],
    )
    folder.article(slug="voisine", title="Une voisine", aliases=["double débit voisin", "voisin", "voisine"])
    return folder


def slugs(places: frozenset[str], query: str = "doublon", **more: Any) -> list[str]:
    search = Search(query, places=lambda: places, **more)
    return [each.slug for each in search_articles(search, now=clock.now()).results]


def test_search_gives_the_variant_of_who_looks_in_the_place_of_the_others(
    shelf: ContentFolder, client: FlaskClient, now: datetime
):
    load_content(shelf.root, now=now)

    assert slugs(frozenset())[0] == "double-prelevement"
    assert slugs(frozenset({"compte/lien"}))[0] == "double-prelevement"
    theirs = slugs(frozenset({"compte/solde"}))
    assert theirs[0] == "apres"
    assert "double-prelevement" not in theirs
    assert slugs(frozenset({"compte/solde", "compte/lien"}))[0] == "double-prelevement"
    assert slugs(frozenset({"plateforme/lien"}))[0] == "double-prelevement"
    assert "<strong>Avant</strong>" in client.get("/recherche?q=doublon").text


def test_the_variants_of_a_question_are_one_result_that_names_them(
    shelf: ContentFolder, client: FlaskClient, now: datetime
):
    load_content(shelf.root, now=now)

    page = client.get("/recherche?q=virement").text
    (result,) = client.get("/recherche.json?q=virement").json["results"]

    assert page.count('class="hit"') == 1
    assert re.search(r'<strong>(Avant|Pendant)</strong>.*<a href="/faq/[^"]+">(Pendant|Avant)</a>', page)
    assert {result["variant"], *(each["variant"] for each in result["besides"])} == {"Avant", "Pendant"}
    assert len(slugs(frozenset(), "virement", once_a_question=False)) == 2


def test_who_has_one_of_the_situations_is_told_of_no_other(shelf: ContentFolder, now: datetime):
    load_content(shelf.root, now=now)

    def besides(*places: str) -> list[str]:
        search = Search("virement", places=lambda: frozenset(places))
        (found,) = search_articles(search, now=clock.now()).results
        return [each["label"] for each in found.besides]

    assert besides("compte/solde") == []
    assert besides("compte/solde", "compte/lien") in (["Avant"], ["Pendant"])


def test_a_variant_that_one_may_not_read_is_not_named(shelf: ContentFolder, now: datetime):
    shelf.article(
        slug="apres",
        title="Pendant le virement",
        variant="Pendant",
        variant_of="double-prelevement",
        readers=["role:treasurer"],
    )
    load_content(shelf.root, now=now)

    (found,) = search_articles(Search("virement"), now=clock.now()).results
    (theirs,) = search_articles(
        Search("virement", badges=frozenset({"role:treasurer"})), now=clock.now()
    ).results

    assert found.besides == ()
    assert len(theirs.besides) == 1


def test_what_a_filter_leaves_out_stands_in_for_nothing(shelf: ContentFolder, now: datetime):
    shelf.article(
        slug="apres",
        title="Pendant le virement",
        variant="Pendant",
        variant_of="double-prelevement",
        stages=["compte/solde"],
        audience="treasurer",
    )
    load_content(shelf.root, now=now)

    assert slugs(frozenset({"compte/solde"}), audience=Audience.MEMBER)[0] == "double-prelevement"


def test_a_variant_of_a_day_to_come_is_not_led_to_before(
    shelf: ContentFolder, client: FlaskClient, now: datetime
):
    tomorrow = clock.now().date() + timedelta(days=2)
    shelf.article(
        slug="apres", title="Demain", variant="Demain", variant_of="double-prelevement", valid_from=tomorrow
    )
    shelf.article(slug="hier", title="Hier", variant="Hier", variant_of="double-prelevement")
    load_content(shelf.root, now=now)

    page = client.get("/faq/double-prelevement").text

    assert re.search(r'href="/faq/hier"[^>]*>Hier', page)
    assert "/faq/apres" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stages": ["compte"]}, "variant must name it"),
        ({"stages": ["compte/absent"], "variant": "x"}, "stages: compte/absent does not exist"),
        ({"stages": ["absent"], "variant": "x"}, "stages: absent does not exist"),
        ({"stages": ["Compte/"], "variant": "x"}, "stages.0"),
    ],
)
def test_stages_that_do_not_exist_are_named(
    shelf: ContentFolder, now: datetime, changes: dict[str, Any], sentence: str
):
    shelf.article(slug="voisine", **changes)

    with pytest.raises(BadContent, match=re.escape(sentence)):
        load_content(shelf.root, now=now)


def test_a_draft_is_no_situation_that_readers_are_told_of(
    shelf: ContentFolder, client: FlaskClient, now: datetime
):
    shelf.article(
        slug="brouillon",
        title="Brouillon",
        variant="Brouillon",
        variant_of="double-prelevement",
        status="draft",
    )
    load_content(shelf.root, now=now)

    (found,) = search_articles(Search("virement"), now=clock.now()).results

    assert {found.variant, *(each["label"] for each in found.besides)} == {"Avant", "Pendant"}
    assert "Brouillon" not in client.get("/faq/double-prelevement").text


def test_two_answers_for_the_same_stage_are_pointed_out(shelf: ContentFolder, now: datetime):
    shelf.article(slug="voisine", variant="x", variant_of="double-prelevement", stages=["compte/solde"])

    found: list[Fault] = check_content(shelf.root, now=now)

    told = [each.sentence for each in found if "stages" in each.sentence]
    assert told == ["stages: compte/solde is that of apres too"]
