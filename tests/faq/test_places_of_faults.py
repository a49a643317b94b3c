"""Every fault of a folder on the line where it stands, with the key it is about, and once."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from helpdesk.faq import cli
from helpdesk.faq.content.folder import parse_collections
from helpdesk.faq.content.source import parse_source
from helpdesk.faq.writing.matter import parts_of
from tests.faq.checks import check, warnings
from tests.faq.conftest import COLLECTION, ContentFolder

PATH = Path("faq/collecte-en-ligne/x.md")
TERM = {"slug": "rum", "term": "RUM", "text": "Le numéro de votre mandat, sur le relevé.", "term_en": "UMR"}


def of_front_matter(front: str) -> list[str]:
    read = parse_source(PATH, f"---\n{front}---\nTexte.\n")
    assert isinstance(read, list)
    return [f"{each.line}: {each.sentence}" for each in read]


@pytest.mark.parametrize(
    ("front", "told"),
    [
        (
            "title: x\npromise_due_on: 2026-99-99\n",
            "3: promise_due_on: 2026-99-99 is no value: month must be in",
        ),
        (
            "title: x\nslug: y\ntitle: z\n",
            "4: the front matter is not plain YAML: the key 'title' stands twice",
        ),
        ("sources:\n  - a\n  - 2026-02-30\n", "4: sources.1: 2026-02-30 is no value: day is out of range"),
        ("sources: " + "[" * 5000 + "\n", "1: the front matter is nested too deeply"),
        ("- a\n", "1: the front matter must be a list of `key: value` lines"),
    ],
)
def test_a_fault_of_front_matter_stands_on_its_line_with_its_key(front: str, told: str):
    (found,) = of_front_matter(front)

    assert found.startswith(told)


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("title: x\nas_of: !!bool x\n", "3: as_of: x is no value: it is no bool"),
        ('title: x\nas_of: !!int ""\n', "3: as_of:  is no value: it is no int"),
        ('title: x\nas_of: !!float ""\n', "3: as_of:  is no value: it is no float"),
        ("title: x\nas_of: !!timestamp x\n", "3: as_of: x is no value: it is no timestamp"),
        ("sources:\n  - {!!bool x: 3}\n", "3: sources.0: x is no value: it is no bool"),
        (f"title: x\nas_of: 1{':1' * 200}.0\n", "3: as_of: 1:1:1"),
        ('title: "\\UFFFFFFFF"\n', "1: the front matter names a sign that does not exist"),
        ("!!bool x: 3\n", "1: a key of the front matter must be a plain word"),
        ("1: a\ntitle: x\n", "1: a key of the front matter must be a plain word"),
        ("? !!str {=: x}\n: 1\n", "1: a key of the front matter must be a plain word"),
        ("<<: {title: x}\n", "1: a key of the front matter must be a plain word"),
        ("!!set\n? a\n", "1: the front matter must be a list of `key: value` lines"),
    ],
)
def test_a_tag_that_says_another_thing_is_a_fault_like_any_other(front: str, told: str):
    (found,) = of_front_matter(front)

    assert found.startswith(told)
    with pytest.raises(ValueError, match="front matter"):
        parts_of(f"---\n{front}---\nTexte.\n")


@pytest.mark.parametrize(
    ("place", "text", "told"),
    [
        (
            "glossary.yml",
            yaml.safe_dump([TERM, TERM | {"slug": "A B"}]),
            "glossary.yml:1: 0.text_en is missing",
        ),
        ("glossary.yml", "- !!set {a}\n", "glossary.yml:1: 0: must be `key: value` lines"),
        ("glossary.yml", "- slug: rum\n- rum\n", "glossary.yml:2: 1: must be `key: value` lines"),
        ("glossary.yml", "a: b\n", "glossary.yml:1: this file must be a list, each entry begun by a dash"),
        ("glossary.yml", "- " * 3000 + "\n", "glossary.yml:1: this is nested too deeply"),
        ("activation/chemin.yml", "- a\n", "activation/chemin.yml:1: this file must be `key: value` lines"),
        (
            "activation/chemin.yml",
            "title: x\nopens_on: 2026-99-99\n",
            "chemin.yml:2: opens_on: 2026-99-99 is no value",
        ),
        ("diagnosis/arbre.yml", "titel: x\n", "diagnosis/arbre.yml:1: titel is not a known key"),
        (
            "guides/liste/guide.yml",
            "title: x\nversions:\n  - version: a b\n",
            "guide.yml:3: versions.0.version: ",
        ),
    ],
)
def test_a_fault_beside_the_articles_stands_on_its_line(
    app: Flask, folder: ContentFolder, now: datetime, place: str, text: str, told: str
):
    folder.article()
    name = Path(place)
    folder.raw(text, name.name, folder=name.parent.as_posix())

    found = check(folder, now)

    assert any(told in each for each in found), found


def test_what_the_glossary_leads_to_is_told_where_it_stands(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    rum = {"slug": "rum", "term": "RUM", "text": "Le numéro de votre mandat."}
    rum |= {"term_en": "UMR", "text_en": "The number of your mandate."}
    ics = rum | {
        "slug": "ics",
        "term": "ICS",
        "term_en": "CI",
        "see": ["rum", "absent"],
        "article": "absente",
    }
    lines = [json.dumps(each) for each in (rum, ics)]
    folder.raw(f"- {lines[0]}\n- {lines[1]}\n", "glossary.yml", folder=".")

    assert check(folder, now) == [
        "glossary.yml:2: ics: see names absent, which is no other term",
        "glossary.yml:2: ics: the article absente does not exist",
    ]


def test_a_fault_of_the_collections_stands_on_its_line_and_alone(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article()
    folder.article(slug="autre")
    wrong = f"- {json.dumps(COLLECTION)}\n- slug: deux\n  title: Deux\n  titel_en: Two\n  icon: x\n"
    folder.raw(wrong, "collections.yml", folder=".")

    assert check(folder, now) == [
        "collections.yml:2: 1.title_en is missing",
        "collections.yml:4: 1.titel_en is not a known key",
    ]


@pytest.mark.parametrize("text", ["[]", "- " * 3000, "- {slug: 2026-99-99}"])
def test_no_list_of_collections_breaks_the_reading(text: str):
    found, (fault,) = parse_collections(Path("collections.yml"), text)

    assert found == []
    assert "recursion" not in fault.sentence


def test_a_load_counts_faults_as_a_check_does(app: Flask, folder: ContentFolder):
    folder.article("[x](/faq/absent)\n")
    folder.raw("x", "ailleurs.md", folder="faq")
    script = ScriptInfo(create_app=lambda: app)

    loaded, checked = (
        CliRunner().invoke(cli.content, [command, str(folder.root)], obj=script)
        for command in ("load", "check")
    )

    assert "Nothing was loaded: 1 fault(s)." in loaded.output
    assert "1 fault(s) found." in checked.output


def test_an_article_is_no_orphan_where_anything_leads_to_it(app: Flask, folder: ContentFolder, now: datetime):
    text = "Le numéro de votre mandat, sur le relevé."
    entry = TERM | {"text_en": text, "article": "au-glossaire"}
    folder.raw(yaml.safe_dump([entry]), "glossary.yml", folder=".")
    folder.article(slug="ancienne", replaced_by="nouvelle")
    folder.article(slug="nouvelle", variant="Par carte")
    folder.article(slug="soeur", variant="Par virement", variant_of="nouvelle")
    folder.article(slug="au-glossaire")

    orphans = [each for each in warnings(folder, now) if "nothing leads to this article" in each]

    assert orphans == ["faq/collecte-en-ligne/ancienne.md:1: warning: nothing leads to this article"]


def test_a_file_of_another_name_or_place_is_told(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    for name, place in (
        ("x.md", "faq/collecte-en-ligne/sub"),
        ("y.MD", "faq/collecte-en-ligne"),
        ("z.md", "."),
    ):
        folder.raw("x", name, folder=place)

    told = [each.partition(":")[0] for each in warnings(folder, now) if "nothing reads this file" in each]

    assert told == ["faq/collecte-en-ligne/sub/x.md", "faq/collecte-en-ligne/y.MD", "z.md"]
