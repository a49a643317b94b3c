"""Where the links of content lead: what is dead, however it is written, is named."""

from datetime import datetime

import pytest
import yaml
from flask import Flask

from tests.faq.checks import check, warnings
from tests.faq.conftest import COLLECTION, ContentFolder


def test_links_to_headings_that_are_not_there_are_named(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(
        "## Ici même\n\n[a](#ici-meme) [b](#absent) [c](/faq/autre#la) [d](/faq/autre#nulle-part)\n"
    )
    folder.article("## Là\n\n[e](/faq/double-prelevement)\n", slug="autre")

    found = [line.partition(": ")[2] for line in check(folder, now)]

    assert found == [
        "the link #absent leads to no heading",
        "the link /faq/autre#nulle-part leads to no heading",
    ]


def test_links_to_parts_of_the_glossary_of_pages_and_in_blocks_are_checked(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article("{{ bloc: voir }} [a](/glossaire#rum) [b](/glossaire#x) [c](/pages/mentions-legales#y)\n")
    folder.page()
    folder.raw("[d](/faq/double-prelevement#z)\n", "voir.md", folder="blocks")
    text = "Le numéro de votre mandat, sur le relevé."
    entry = {"slug": "rum", "term": "RUM", "text": text, "term_en": "UMR", "text_en": text}
    (folder.root / "glossary.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")

    assert [line.partition(": ")[2] for line in check(folder, now)] == [
        "the link /faq/double-prelevement#z leads to no heading",
        "the link /glossaire#x leads to no heading",
        "the link /pages/mentions-legales#y leads to no heading",
    ]


def test_links_to_what_stands_beside_the_articles_are_checked(
    app: Flask, folder: ContentFolder, now: datetime
):
    dead = "[a](/guides/nope) [b](/diagnostic/nope) [c](/activation/nope) [d](/codes/XX99) [e](/guides/nope/dernier)"
    live = "[f](/guides/) [g](/codes/) [h](/codes/AM05)"
    folder.article(f"{dead} {live}\n")

    assert [line.partition(": ")[2] for line in check(folder, now)] == [
        f"the link {path} leads nowhere"
        for path in (
            "/activation/nope",
            "/codes/XX99",
            "/diagnostic/nope",
            "/guides/nope",
            "/guides/nope/dernier",
        )
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Voir [la fiche double][1].\n\n[1]: /faq/absent\n", "the link /faq/absent leads nowhere"),
        ("Voir [absent].\n\n[absent]: </faq/absent> 'Titre'\n", "the link /faq/absent leads nowhere"),
        ('Voir <a href="/faq/absent">la fiche double</a>.\n', "the link /faq/absent leads nowhere"),
        ("[![Le schéma](/fichiers/x.png)](/faq/absent)\n", "the link /faq/absent leads nowhere"),
        ("[le double prélèvement](double-prelevement)\n", "the link double-prelevement is not whole"),
        ("[le site](www.example.org)\n", "the link www.example.org is not whole"),
        ("[le double][2]\n\n[2]: #absent\n", "the link #absent leads to no heading"),
    ],
)
def test_a_link_is_checked_however_it_is_written(
    app: Flask, folder: ContentFolder, now: datetime, body: str, sentence: str
):
    folder.article(body)

    assert any(sentence in line for line in check(folder, now)), check(folder, now)


def test_addresses_that_are_whole_pass(app: Flask, folder: ContentFolder, now: datetime):
    folder.article(
        "## Là\n\n[un](#la) [deux](https://example.org/a) [trois](mailto:aide@example.org) [quatre](tel:0199001234)"
        " [cinq]({{ vendor.faq_url }}) [six][r] [sept](/faq/double-prelevement?mots=x#la)\n\n[r]: /faq/#x\n"
    )

    assert check(folder, now) == []


def test_the_links_of_a_guide_are_checked_where_they_stand(app: Flask, folder: ContentFolder, now: datetime):
    folder.guide("# Une liste\n\n[x](/faq/absent)\n")
    folder.article("[la liste](/guides/liste)\n")

    assert check(folder, now) == ["guides/liste/1.0/liste.md:3: the link /faq/absent leads nowhere"]


def test_an_article_that_nothing_leads_to_is_warned_about(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("[x](/faq/autre)\n")
    folder.article(slug="autre")
    folder.article(slug="seul")
    folder.collections([COLLECTION | {"first": ["double-prelevement"]}])

    assert [line for line in warnings(folder, now) if "nothing leads" in line] == [
        "faq/collecte-en-ligne/seul.md:1: warning: nothing leads to this article"
    ]
