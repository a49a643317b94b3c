"""Absurd texts that nobody can render are still read, split and checked at once."""

import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from helpdesk.faq.content.blocks import include
from helpdesk.faq.content.inspecting import inspect
from helpdesk.faq.content.known import Known
from helpdesk.faq.content.leading import dead_anchors
from helpdesk.faq.content.source import Source, parse_source
from helpdesk.faq.content.splitting import split
from helpdesk.faq.placeholders import fill
from tests.faq.conftest import MATTER

LENGTH = 60_000

HOSTILE = [
    "# " + "#" * LENGTH + "x ?",
    "# " + "# " * (LENGTH // 2) + "x ?",
    "**" * (LENGTH // 2) + "x ?",
    "](/" * (LENGTH // 3),
    "[x](/a?" * (LENGTH // 7),
    "](#" * (LENGTH // 3),
    "![" * (LENGTH // 2),
    "{{" + " " * LENGTH + "x",
    "{{ bloc:" + " " * LENGTH + "x",
    "{{a}}" * (LENGTH // 5),
    "{% " * (LENGTH // 3) + "{{a}}" * 1_000,
    "!!! event " + " " * LENGTH,
    "!!! event\n" * (LENGTH // 10),
    "# x\n" * (LENGTH // 4),
    "```\n~~~\n" * (LENGTH // 8),
    "[[" * (LENGTH // 2),
    "[a]: \n" * (LENGTH // 6),
    "[a][b" * (LENGTH // 5),
    "<a " * (LENGTH // 3),
    ("[" + "a" * 299 + "]") * (LENGTH // 301),
]

KNOWN = Known(
    today=date(2026, 11, 22),
    slugs=frozenset(),
    pages=frozenset(),
    collections=frozenset({"collecte-en-ligne"}),
    blocks=frozenset(),
    reason_codes=frozenset({"AM05"}),
    leads_somewhere=lambda path: False,
)


def article(body: str) -> Source:
    front = yaml.safe_dump(MATTER, allow_unicode=True)
    source = parse_source(Path("faq/collecte-en-ligne/x.md"), f"---\n{front}---\n{body}")
    assert isinstance(source, Source)
    return source


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:10])
def test_an_absurd_text_takes_no_time(text: str):
    source = article(text)
    started = time.monotonic()

    split(text)
    list(inspect(source, KNOWN))
    list(dead_anchors(source, frozenset(), {}))
    include(text.replace("{{a}}", ""), {})

    assert time.monotonic() - started < 5


def test_many_placeholders_are_filled_in_no_time():
    text = ". " * 10_000 + "{{bank.name}} " * 4_000
    started = time.monotonic()

    filled = fill(text, {"bank.name": "la banque"})

    assert filled.count("La banque") == 1
    assert time.monotonic() - started < 5
