"""The one form in which the browser writes an article."""

from datetime import date

import pytest

from helpdesk.faq.writing.labels import fault_in_words
from helpdesk.faq.writing.looking import key_at
from helpdesk.faq.writing.matter import Article, compose, parts_of, rewrite

MATTER = {
    "title": "Un « titre » : avec 'tout' # \\ \"cela\"",
    "slug": "no",
    "lang": "fr",
    "collection": "null",
    "category": "prelevement",
    "ticket_category": "prelevement/double-debit",
    "audience": "both",
    "summary": "- pas une liste : {{ support.phone }} & *gras*",
    "aliases": ["yes", "1e5", "@ah", "émoji 🙂"],
    "keywords": [],
    "related": ["autre-fiche"],
    "reason_codes": ["1E05", "AM04"],
    "sources": ["a: b"],
    "owner": "~",
    "reviewed_on": date(2026, 11, 16),
    "as_of": None,
    "valid_from": None,
    "valid_until": date(2027, 1, 1),
}


def test_what_is_written_is_read_again_and_written_the_same():
    text = compose(Article(MATTER, "## Un\n\n---\n\ntexte\n"))
    parts = parts_of(text)

    assert {key: value for key, value in parts.matter.items() if value} == {
        k: v for k, v in MATTER.items() if v
    }
    assert compose(parts) == text


def test_an_untouched_front_matter_keeps_its_comments_and_quotes():
    text = "---\n# à garder\ntitle:   'Un'\nslug: un\n---\nAvant.\n"
    parts = parts_of(text)

    changed = rewrite(text, Article(parts.matter, "Après.", parts.others))

    assert changed == "---\n# à garder\ntitle:   'Un'\nslug: un\n---\nAprès.\n"
    assert rewrite(text, Article(parts.matter, "Avant.\n\n", parts.others)) == text


def test_keys_that_the_form_does_not_show_stay():
    text = "---\ntitle: Un\nslug: un\ntranslates: 0123456789ab\nvariants:\n- on: 2026-01-01\n---\nAvant.\n"
    parts = parts_of(text)

    changed = rewrite(text, Article({**parts.matter, "title": "Deux"}, "Avant.", parts.others))

    assert parts_of(changed).others == parts.others
    assert parts_of(changed).matter["title"] == "Deux"


@pytest.mark.parametrize(
    "text", ["", "sans en-tête", "---\na: *b\n---\n", "---\n- a\n---\n", f"---\n{'[' * 5000}\n---\n"]
)
def test_what_has_no_front_matter_is_refused(text: str):
    with pytest.raises(ValueError, match="front matter"):
        parts_of(text)


def test_a_fault_is_told_beside_its_key():
    text = "---\ntitle: Un\naliases:\n  - a\n  - b\nowner: x\n---\nTexte.\nEncore.\n"

    assert [key_at(text, line) for line in (1, 2, 3, 5, 6, 8, 9)] == [
        "body",
        "title",
        "aliases",
        "aliases",
        "owner",
        "body",
        "body",
    ]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("title is missing", "«\xa0Titre\xa0» manque."),
        ("reviewed_on is missing", "«\xa0Vérifiée le\xa0» manque."),
        ("the link /faq/absent leads nowhere", "Le lien /faq/absent ne mène nulle part."),
        ("the block 'x' does not exist", "Le bloc «\xa0x\xa0» n’existe pas."),
        (
            "rendering takes more than 2 s: the text holds something hostile or absurd",
            "La mise en page prend trop",
        ),
        (
            "summary: string should have at most 600 characters",
            "«\xa0En bref\xa0»\xa0: 600 signes au plus.",
        ),
        (
            "keywords: list should have at most 40 items after validation, not 41",
            "«\xa0Mots-clés\xa0»\xa0: 40 au plus.",
        ),
        (
            "reason_codes.1: string should match pattern '^[A-Z]{2}[0-9A-Z]{2}$'",
            "«\xa0Codes de rejet\xa0», élément 2\xa0: un code a quatre signes",
        ),
        (
            "sources.0: string should have at most 200 characters",
            "«\xa0Sources\xa0», élément 1\xa0: 200 signes",
        ),
        (
            "variant_of: absente does not exist",
            "«\xa0Répond à la même question que\xa0»\xa0: la fiche absente",
        ),
        ("something new", "something new"),
    ],
)
def test_faults_are_told_in_the_words_of_the_page(app, sentence: str, words: str):
    assert fault_in_words(sentence).startswith(words)
