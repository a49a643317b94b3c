"""Front matter written as few people write it: what a change does not touch stays, whatever that costs in form."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from helpdesk.db import db
from helpdesk.faq.content.source import LONGEST_FILE
from helpdesk.faq.writing.matter import parts_of, rewrite, with_values
from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, fields, step

LINE_ENDS_OF_YAML = ["\x85", "\u2028", "\u2029"]
LAST_IN_A_BLOCK = (
    "---\ntitle: Un\nsources:\n  - a\n  - |\n    b\n    # c\nreviewed_on: 2026-01-02\n---\nTexte.\n"
)


def test_a_sign_that_ends_lines_for_yaml_alone_opens_no_kept_article(editor: FlaskClient, room: Room):
    room.changed_here("---\n", '---\nvariant: "T\u2028u"\n', count=1)
    row = room.changed_here("- reversement\n", "- reversement\nreaders: role:treasurer\n")

    answer = editor.post(f"/bureau/fiches/{row.id}", data=fields(row, variant="T u", keywords=""))

    assert answer.status_code == 302
    parts = parts_of(room.text().text)
    assert (parts.matter["readers"], parts.matter["keywords"]) == (["role:treasurer"], [])


@pytest.mark.parametrize("sign", LINE_ENDS_OF_YAML)
@pytest.mark.parametrize("key", ["keywords", "title", "aliases", "owner"])
def test_a_sign_that_ends_lines_for_yaml_alone_moves_no_other_key(sign: str, key: str):
    text = (
        f'---\ntitle: "T{sign}u"\naliases: [a]\nkeywords:\n  - a\nreaders: role:treasurer\nowner: b\n'
        f'x: "1{sign}2"\n---\nTexte.\n'
    )
    parts = parts_of(text)
    empty: Any = [] if key in {"keywords", "aliases"} else ""

    changed = rewrite(text, replace(parts, matter={**parts.matter, key: empty}))

    assert parts_of(changed) == replace(parts, matter={**parts.matter, key: empty})


def test_what_looks_like_a_comment_at_the_end_of_a_list_stays_in_it():
    changed = with_values(LAST_IN_A_BLOCK, {"owner": "Pôle"})

    assert changed == LAST_IN_A_BLOCK.replace("    # c\n", '    # c\nowner: "Pôle"\n')


def test_a_list_that_ends_in_a_block_goes_whole():
    changed = with_values(LAST_IN_A_BLOCK, {"sources": []})

    assert changed == "---\ntitle: Un\nreviewed_on: 2026-01-02\n---\nTexte.\n"


@pytest.mark.parametrize(
    "front",
    [
        "?\n  keywords\n:\n  - a\n?\n  readers\n:\n  role:treasurer\ntitle: Un\n",
        "? keywords\n: - a\n? readers\n: role:treasurer\ntitle: Un\n",
        "keywords: [a,\n b]\nreaders: role:treasurer # c\ntitle: Un\n",
        '"keywords": &k !!seq\n- a\n!!str readers: role:treasurer\ntitle: !!str Un\n',
        "keywords:\n- a\nreaders: role:treasurer\ntitle: Un\n...\n",
    ],
)
@pytest.mark.parametrize(
    "changes", [{"keywords": []}, {"keywords": ["c"]}, {"title": "Deux"}, {"owner": "Pôle"}]
)
def test_no_odd_way_to_write_a_key_loses_its_neighbour(front: str, changes: dict[str, Any]):
    text = f"---\n{front}---\nTexte.\n"
    parts = parts_of(text)

    changed = with_values(text, changes)

    assert parts_of(changed) == replace(parts, matter={**parts.matter, **changes})


@pytest.mark.parametrize("block", ["|-", "|", "|+", ">", ">-"])
@pytest.mark.parametrize("removed", ["keywords:\n  - a\n  # d\n", "keywords:\n  # c\n  - a\n  # d\n\n"])
def test_the_status_stays_what_it_is_where_a_list_below_it_goes(block: str, removed: str):
    text = f"---\nstatus: {block}\n  draft\n{removed}title: Un\n---\nTexte.\n"

    changed = with_values(text, {"keywords": []})

    said = [yaml.safe_load(each.split("---\n")[1])["status"] for each in (text, changed)]
    assert said[0] == said[1]
    assert parts_of(changed).matter == {**parts_of(text).matter, "keywords": []}


def test_a_draft_whose_front_matter_is_written_anew_stays_one():
    text = '---\n{"status": "draft", "title": "Un", "keywords": ["a"]}\n---\nTexte.\n'

    changed = with_values(text, {"keywords": []})

    assert changed == '---\ntitle: "Un"\nstatus: draft\n---\nTexte.\n'


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_first_text_below_a_front_matter_that_nothing_ends_leaves_it_as_it_was(line_end: str):
    text = "---\n# à garder\ntitle:   'Un'\n---".replace("\n", line_end)
    parts = parts_of(text)

    changed = rewrite(text, replace(parts, body="Un texte."))

    assert changed == f"{text}{line_end}Un texte.{line_end}"


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Give a list that grows by one each time a whole YAML is read."""
    found: list[int] = []
    read = yaml.SafeLoader.get_single_node

    def counted(loader: yaml.SafeLoader) -> Any:
        found.append(1)
        return read(loader)

    monkeypatch.setattr(yaml.SafeLoader, "get_single_node", counted)
    return found


def test_many_changes_read_the_front_matter_no_oftener_than_one(parses: list[int]):
    text = "---\ntitle: Un\nx:\n" + "- a\n" * 50 + "---\nTexte.\n"
    words = {key: "Autre" for key in ("title", "summary", "owner", "provider", "variant", "promise")}
    parts = parts_of(text)
    parses.clear()

    rewrite(text, replace(parts, matter={**parts.matter, "title": "Autre"}))
    once = len(parses)
    rewrite(text, replace(parts, matter={**parts.matter, **words}))

    assert (once, len(parses) - once) == (3, 3)


@pytest.mark.parametrize(
    "written",
    [
        "status: draft\n",
        "status:\n  draft\n",
        "status: >-\n  draft\n",
        '"status": draft # pas prêt\n',
        "?\n  status\n: draft\n",
        'sources: ["a\u2028b"]\nstatus: draft\n',
    ],
)
def test_a_text_that_says_it_is_a_draft_is_published_however_it_says_so(
    publisher: FlaskClient, room: Room, written: str
):
    room.changed_here("sources:\n- Guide\n", "")
    row = room.changed_here("lang: fr\n", f"{written}lang: fr\n")
    row.state = State.REVIEW
    db.session.commit()

    step(publisher, row, "publish")

    row = room.text()
    assert (row.state, "draft" in row.text) == (State.PUBLISHED, False)
    assert parts_of(row.text).matter["lang"] == "fr"


def test_a_draft_that_grows_too_long_on_its_way_to_readers_is_refused_in_words(
    publisher: FlaskClient, room: Room
):
    row = room.text()
    values = yaml.safe_load(row.text.split("---")[1]) | {"status": "draft", "reviewed_on": "2026-11-16"}
    values["sources"] = ["a" * 190] * 20
    values |= {key: [f"{at} {'a' * 190}" for at in range(40)] for key in ("aliases", "keywords")}
    # Front matter in braces is written anew without its status, a line for each word: that takes more room.
    text = f"---\n{json.dumps(values)}\n---\n" + "Texte. Texte.\n\n" * 3800
    row.text = text + "a" * (LONGEST_FILE - len(text))
    row.state = State.REVIEW
    db.session.commit()

    answer = step(publisher, row, "publish")

    assert answer.status_code == 302
    assert room.text().state is State.REVIEW
