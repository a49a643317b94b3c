"""Front matter is read strictly, and a fault is named with its line."""

import pytest

from helpdesk.faq.content.source import Source, read_source
from tests.faq.conftest import ContentFolder


def faults(folder: ContentFolder, text: str) -> list[str]:
    found = read_source(folder.raw(text, "x.md"))
    assert isinstance(found, list)
    return [f"{fault.line}: {fault.sentence}" for fault in found]


def test_a_good_file_is_read(folder: ContentFolder):
    source = read_source(folder.article("Le texte.\n"))

    assert isinstance(source, Source)
    assert source.matter.title == "J’ai été prélevé deux fois"
    assert source.body == "Le texte.\n"
    assert source.path.read_text(encoding="utf-8").splitlines()[source.body_line - 1] == "Le texte."


def test_a_file_without_front_matter(folder: ContentFolder):
    assert faults(folder, "# Titre\n") == [
        "1: the file must begin with front matter between two lines of ---"
    ]


def test_a_file_that_is_not_utf8(folder: ContentFolder):
    path = folder.article()
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9"))

    (fault,) = read_source(path)
    assert fault.sentence == "the file is not UTF-8"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("title: !!python/object/apply:os.system [ls]", "could not determine a constructor for the tag"),
        ("title: !!python/name:os.system", "could not determine a constructor for the tag"),
        ("title: *nom", "an alias (*name)"),
        ("title: [a", "expected ',' or ']'"),
        ("\ttitle: a", "cannot start any token"),
    ],
)
def test_yaml_that_is_not_plain(folder: ContentFolder, line: str, sentence: str):
    (found,) = faults(folder, f"---\nslug: x\n{line}\nlang: fr\n---\n")

    assert sentence in found


def test_yaml_aliases_are_refused(folder: ContentFolder):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"

    assert faults(folder, f"---\n{bomb}\n---\n") == [
        "3: the front matter is not plain YAML: an alias (*name); write the value again instead"
    ]


def test_a_key_that_stands_twice(folder: ContentFolder):
    assert "stands twice" in faults(folder, "---\nslug: x\nslug: y\n---\n")[0]


@pytest.mark.parametrize("front", ["- a\n- b", "x", "? [a, b]\n: c", "null", "12"])
def test_front_matter_that_is_no_list_of_keys(folder: ContentFolder, front: str):
    assert len(faults(folder, f"---\n{front}\n---\n")) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ...}, "title is missing"),
        ({"reviewed_on": ...}, "reviewed_on is missing"),
        ({"couleur": "rouge"}, "couleur is not a known key"),
        ({"reviewed_on": "hier"}, "reviewed_on: input should be a valid date"),
        ({"reviewed_on": "2026-13-41"}, "reviewed_on: input should be a valid date"),
        ({"valid_until": 3.5}, "valid_until:"),
        ({"slug": "Pas Un Slug"}, "slug: string should match pattern"),
        ({"slug": "../../etc/passwd"}, "slug: string should match pattern"),
        ({"audience": "tous"}, "audience: input should be 'member', 'treasurer' or 'both'"),
        ({"aliases": ["un", "deux"]}, "aliases needs at least three entries"),
        ({"aliases": "double débit"}, "aliases: must be a list"),
        ({"aliases": ["a", "b", 36]}, "aliases.2: input should be a valid string"),
        ({"reason_codes": ["am04"]}, "reason_codes.0: string should match pattern"),
        ({"lang": "de"}, "lang: input should be 'fr' or 'en'"),
        ({"status": "publié"}, "status: input should be 'published' or 'draft'"),
        ({"title": "x" * 300}, "title: string should have at most 200 characters"),
        ({"title": "deux\nlignes"}, "title: string should match pattern"),
        ({"summary": ""}, "summary: string should have at least 1 character"),
    ],
)
def test_a_bad_value_is_named_with_its_line(folder: ContentFolder, changes: dict[str, object], sentence: str):
    path = folder.article(name="x.md", **changes)
    (fault,) = read_source(path)

    assert fault.sentence.startswith(sentence)
    (key,) = changes
    lines = path.read_text(encoding="utf-8").splitlines()
    if changes[key] is not ...:
        assert any(lines[at - 1].startswith(f"{key}:") for at in (fault.line, fault.line - 1, fault.line - 3))


def test_a_file_too_long_to_be_read(folder: ContentFolder):
    assert faults(folder, "x" * 90_000) == ["1: the file is longer than 80 kB"]
