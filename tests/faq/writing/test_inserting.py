"""A formulation more, and not another byte."""

from pathlib import Path

import pytest

from helpdesk.faq.content.source import ArticleMatter, Source, parse_source
from helpdesk.faq.writing.amending import with_alias
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
