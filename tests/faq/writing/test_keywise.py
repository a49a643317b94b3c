"""One key changed, and not another byte."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helpdesk.faq.content.source import ArticleMatter, Source, parse_source
from helpdesk.faq.writing.amending import with_alias
from helpdesk.faq.writing.matter import KEYS, parts_of, rewrite, with_values
from helpdesk.places import find_folder

ARTICLE = """\
---
# Un commentaire que l’éditeur garde.
title:   'Titre'
slug: x
aliases:{aliases}
summary: >
  Une phrase
  sur deux lignes.
lang: fr
---
## Que faire ?

Appelez.
"""

LISTS = [
    (
        "\n  - un\n  - 'deux'\n  - trois # dit souvent\n",
        "\n  - un\n  - 'deux'\n  - trois # dit souvent\n  - \"quatre\"\n",
    ),
    ("\n- un\n- deux\n", '\n- un\n- deux\n- "quatre"\n'),
    (" [un, deux]\n", ' [un, deux, "quatre"]\n'),
    (" [un,\n  deux ]  # fin\n", ' [un,\n  deux, "quatre" ]  # fin\n'),
    (
        '\n    -   "un"\n    -   un mot\n        long\n',
        '\n    -   "un"\n    -   un mot\n        long\n    -   "quatre"\n',
    ),
    ("\n  - un\n\n  - deux\n\n", '\n  - un\n\n  - deux\n  - "quatre"\n\n'),
]


@pytest.mark.parametrize(("before", "after"), LISTS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_list_grows(before: str, after: str, line_end: str):
    def written(aliases: str) -> str:
        return ARTICLE.replace("{aliases}", aliases.removesuffix("\n")).replace("\n", line_end)

    assert with_alias(written(before), "quatre") == written(after)


@pytest.mark.parametrize(
    "aliases", ["", " []", " [un, deux,]", "\n  - |\n    un\n  - deux\n  - >-\n    trois\n"]
)
def test_a_list_written_freely_still_gets_it(aliases: str):
    text = with_alias(ARTICLE.replace("{aliases}", aliases), "quatre")

    assert text.count("quatre") == 1
    assert with_alias(text, "Quatre") == text


def test_every_shipped_article_grows_by_one_line():
    for path in sorted(find_folder("content").glob("faq/*/*.md")):
        text = path.read_text(encoding="utf-8")
        grown = with_alias(text, "une formulation jamais vue : « ici »")

        lines, more = text.splitlines(), grown.splitlines()
        assert len(more) == len(lines) + 1
        assert [line for line in more if line not in lines] == ['  - "une formulation jamais vue : « ici »"']
        understood = parse_source(Path(path), grown)
        assert isinstance(understood, Source)
        assert isinstance(understood.matter, ArticleMatter)
        assert understood.matter.aliases[-1] == "une formulation jamais vue : « ici »"


ODD = (
    "\ufeff---\r\n# comment\r\nslug: bizarre   # un autre\r\ntitle: 'L''ancien titre'   # à garder\r\nlang: fr\r\n"
    'category:   prelevement\r\ncollection: "collecte-en-ligne"\r\nstatus: draft\r\nsummary: >-\r\n  Sur deux\r\n'
    "  lignes\r\n# des gens\r\naliases:\r\n  # dit au téléphone\r\n  - un\r\n  - 'deux'  # souvent\r\n\r\n"
    "keywords: [a, 'b']  # fin\r\nas_of:   # jamais\r\nreviewed_on: 2026-11-16\r\n"
    "---\r\n\r\n## Que faire\r\n\r\nRien.  \r\n\r\n"
)
SPARED: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "L'autre"}, "title: 'L''ancien titre'   #", "title: 'L''autre'   #"),
    ({"slug": "autre"}, "slug: bizarre   #", "slug: autre   #"),
    ({"category": "impaye"}, "category:   prelevement", "category:   impaye"),
    ({"collection": "autre"}, '"collecte-en-ligne"', "autre"),
    ({"as_of": date(2026, 1, 2)}, "as_of:   #", "as_of: 2026-01-02   #"),
    ({"reviewed_on": date(2026, 11, 20)}, "2026-11-16", "2026-11-20"),
    ({"reviewed_on": None}, "reviewed_on: 2026-11-16\r\n", ""),
    ({"aliases": ["un", "trois"]}, "  - 'deux'  # souvent\r\n", '  - "trois"\r\n'),
    ({"aliases": ["deux"]}, "  # dit au téléphone\r\n  - un\r\n", ""),
    ({"keywords": ["b", "c"]}, "[a, 'b']", "['b', \"c\"]"),
    ({"keywords": []}, "keywords: [a, 'b']  # fin\r\n", ""),
    (
        {"summary": "Court."},
        "summary: >-\r\n  Sur deux\r\n  lignes\r\n",
        'summary: "Court."\r\n',
    ),
    ({"owner": "Pôle"}, "  # fin\r\n", '  # fin\r\nowner: "Pôle"\r\n'),
    (
        {"promise": "Bientôt"},
        "# jamais\r\n",
        '# jamais\r\npromise: "Bientôt"\r\n',
    ),
    ({"translates": "0123456789ab"}, "2026-11-16\r\n", '2026-11-16\r\ntranslates: "0123456789ab"\r\n'),
]


@pytest.mark.parametrize(("changes", "before", "after"), SPARED)
def test_only_the_lines_of_a_key_change(changes: dict[str, Any], before: str, after: str):
    assert ODD.count(before) == 1
    assert with_values(ODD, changes) == ODD.replace(before, after)


def test_a_changed_text_keeps_its_front_matter_and_its_line_ends():
    parts = parts_of(ODD)

    changed = rewrite(ODD, replace(parts, body="## Que faire\n\nAppelez."))

    assert changed == ODD.replace("Rien.  \r\n\r\n", "Appelez.\r\n")
    assert rewrite(ODD, parts) == ODD


def test_front_matter_in_braces_is_written_anew():
    changed = with_values("---\n{title: Un, slug: un}\n---\nTexte.\n", {"title": "Deux"})

    assert parts_of(changed).matter["title"] == "Deux"
    assert parts_of(changed).matter["slug"] == "un"


def test_a_day_in_quotes_is_a_day_and_one_that_is_none_goes():
    text = '---\ntitle: Un\nas_of: "2026-01-02"\nvalid_from: demain\n---\nTexte.\n'
    parts = parts_of(text)

    assert parts.matter["as_of"] == date(2026, 1, 2)
    assert "demain" not in rewrite(text, parts)
    assert 'as_of: "2026-01-02"' in rewrite(text, parts)


CHANGES: dict[str, Any] = {
    "title": "Un « autre » titre : l'un # ou \"l'autre\"",
    "slug": "tout-autre",
    "lang": "en",
    "collection": "no",
    "category": "impaye",
    "ticket_category": "impaye/frais",
    "audience": "treasurer",
    "readers": ["role:treasurer"],
    "summary": "- pas une liste : {{ support.phone }}",
    "aliases": ["yes", "1e5", "@ah"],
    "keywords": ["un", "deux"],
    "related": ["autre"],
    "reason_codes": ["1E05", "AM04"],
    "sources": ["a: b"],
    "owner": "~",
    "reviewed_on": date(2026, 1, 2),
    "as_of": date(2026, 1, 2),
    "valid_from": date(2026, 1, 2),
    "valid_until": date(2026, 1, 2),
    "replaced_by": "autre",
    "provider": "Autre",
    "variant": "après la bascule",
    "variant_of": "autre",
    "stages": ["bascule/apres"],
    "promise": "Bientôt",
    "promise_due_on": date(2026, 1, 2),
    "promise_kept_on": date(2026, 1, 2),
}


def test_each_key_of_every_shipped_article_changes_alone():
    assert CHANGES.keys() == set(KEYS)
    for path in sorted(find_folder("content").glob("faq/*/*.md")):
        text = path.read_text(encoding="utf-8")
        parts = parts_of(text)
        key = KEYS[sum(path.name.encode()) % len(KEYS)]

        changed = with_values(text, {key: CHANGES[key]})

        assert parts_of(changed) == replace(parts, matter={**parts.matter, key: CHANGES[key]})
        assert with_values(changed, {key: parts.matter[key]}).split("---")[-1] == text.split("---")[-1]
        untouched = [line for line in text.splitlines() if not line.startswith((f"{key}:", "  - "))]
        assert [line for line in untouched if line not in changed.splitlines()] == []
