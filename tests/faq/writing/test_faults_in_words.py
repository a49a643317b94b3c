"""The words of the page for what the checks say: each belongs to a sentence that a check really makes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from helpdesk.core import clock
from helpdesk.core.child import Child
from helpdesk.faq.content.blocks import LONGEST, Block, parse_block
from helpdesk.faq.content.source import LONGEST_FILE, Fault, read_source
from helpdesk.faq.writing.labels import FAULTS, fault_in_words
from helpdesk.faq.writing.looking import look_at
from helpdesk.web.markdown import Renderer, RenderFailed
from tests.faq.conftest import ContentFolder
from tests.faq.writing.conftest import Room

ARTICLE, NOTICE = "faq/collecte-en-ligne/essai.md", "notices/coop-infos-53.md"
TODAY = clock.now().date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=2), TODAY - timedelta(days=2)

BODY = """# Titre
{{ bloc: absent }} {{ note: absente }} {{ nulle.part }} {% x %}
[un](/faq/absente) [trois](essai.pdf) [ici](/faq/autre) [quatre](/faq/gardee)
[cinq](https://a.example/?token=abcdefghijklmnopqrstuvwxyz12) [six](https://bit.ly/abc)
![](/fichiers/a.png) ![sept](https://a.example/b.png)
06 12 34 56 78, FR14 2004 1010 0505 0001 3M02 607

!!! event "Sans jour"
    x

!!! event 2020-01-01 "Fini"
    x
"""
WRONG: tuple[dict[str, Any], ...] = (
    {"title": ..., "inconnue": 1, "owner": "", "reviewed_on": "demain", "status": "autre", "sources": "x"},
    {"aliases": ["un"], "keywords": ["x"] * 41, "summary": "x" * 601, "collection": "Non !"},
    {"sources": ["x" * 201], "reason_codes": ["non"], "related": ["Non !"], "readers": ["tous"]},
    {"stages": [1]},
    {"collection": "absente", "category": "absente", "ticket_category": "absent", "reason_codes": ["ZZ99"]},
    {"slug": "autre-nom", "lang": "en", "related": ["absente"], "replaced_by": "absente", "variant": "x"},
    {"stages": ["absent"], "valid_from": TODAY, "valid_until": YESTERDAY, "reviewed_on": TOMORROW},
    {"promise": "Promis.", "promise_due_on": YESTERDAY, "readers": ["org:absente"]},
    {"promise": "Promis.", "promise_kept_on": TOMORROW},
    {"promise_due_on": TOMORROW},
)
NOTICES: tuple[dict[str, Any], ...] = (
    {"number": 51, "day": TOMORROW, "signatory": "Mme Martin", "supersedes": ["absente"]},
    {"number": 53, "day": YESTERDAY - timedelta(days=900), "reminds": ["coop-infos-51"]},
)


def seen(path: str, text: str) -> list[str]:
    return [each.sentence for each in look_at(path, text, now=clock.now()).faults]


def made_of_texts(folder: ContentFolder) -> Iterator[str]:
    for changes in WRONG:
        yield from seen(ARTICLE, folder.article(**{"slug": "essai", **changes}).read_text())
    for changes in NOTICES:
        yield from seen(NOTICE, folder.notice(slug="coop-infos-53", **changes).read_text())
    sound = folder.article(slug="essai").read_text()
    for text in (
        folder.article(BODY, slug="essai").read_text(),
        f"{sound}[deux](#absent)",
        f"{sound}{'*' * 3000}x{'*' * 3000}",
        f"{sound}{'[' * 20_000}",
        f"{sound}\x07",
        "Rien devant.",
        sound.replace("owner:", "title: Encore\nowner:"),
        sound.replace("owner:", "owner: *alias\nx:"),
        "x" * (LONGEST_FILE + 1),
    ):
        yield from seen(ARTICLE, text)


def made_elsewhere(folder: ContentFolder) -> Iterator[str]:
    for fault in (
        parse_block(folder.root / "blocks/long.md", "x" * (LONGEST + 1)),
        read_source(folder.raw("x" * (LONGEST_FILE + 1), "long.md")),
    ):
        assert not isinstance(fault, Block)
        yield from (each.sentence for each in ([fault] if isinstance(fault, Fault) else fault))
    with Renderer() as renderer:
        renderer._child = Child("os:abort")
        with pytest.raises(RenderFailed) as caught:
            renderer.render("Texte.")
    yield str(caught.value)


def test_all_words_belong_to_a_sentence_that_a_check_makes(room: Room):
    room.folder.notice()
    room.folder.article(slug="gardee", title="Gardée", readers=["role:treasurer"])
    room.load()

    made = [*made_of_texts(room.folder), *made_elsewhere(room.folder)]

    patterns = [pattern for pattern, _ in FAULTS]
    told = {each: next((pattern for pattern in patterns if pattern.fullmatch(each)), None) for each in made}
    assert [each for each, pattern in told.items() if pattern is None] == []
    assert [pattern.pattern for pattern in patterns if pattern not in told.values()] == []


def test_a_key_that_stands_twice_is_named(room: Room):
    text = room.text().text.replace("owner:", "title: Encore\nowner:")

    told = [fault_in_words(each) for each in seen(room.text().path, text)]

    assert "La clé title figure deux fois." in told
