import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.french import STOP_WORDS, fold, located_words, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Prélèvement", "prelevement"),
        ("L’ŒUVRE, l'œuf et Ægypte", "l'oeuvre, l'oeuf et aegypte"),
        ("e\u0301te\u0301", "ete"),
        ("Ça coûte 12\u00a0€", "ca coute 12 €"),
        ("ﬁche n° 2", "fiche n° 2"),
        ("Straße İzmir Łódź", "strasse izmir lodz"),
    ],
)
def test_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’adhérent n’a pas été prélevé jusqu'au 12", "adherent a pas ete preleve au 12"),
        ("Qu'est-ce qu’un mandat ?", "est ce un mandat"),
        ("AM04, MD01 et camt.054", "am04 md01 et camt 054"),
        ("plan d", "plan d"),
        ("D'abord, l'I.C.S.", "abord i c s"),
        ("", ""),
        ("?!…", ""),
    ],
)
def test_words_are_cut_and_elisions_dropped(text, found):
    assert words(text) == found.split()


def test_stop_words_are_folded_words():
    assert {word for word in STOP_WORDS if fold(word) != word} == set()


def test_a_hostile_word_is_cut():
    assert [len(word) for word in words("a" * 100_000)] == [64]


LETTERS = st.text(st.sampled_from("aeltéÉœŒ’' \u0301½…ﬁ½ß日🎉.\n") | st.characters(), max_size=60)


@given(LETTERS)
def test_located_words_are_the_words_at_their_place(text):
    located = list(located_words(text))

    assert [word for word, _, _ in located] == words(text)
    for word, start, end in located:
        assert 0 <= start < end <= len(text)
        assert word in fold(text[start:end])


@given(LETTERS)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_folding_hostile_text_takes_no_time():
    hostile = "a" + "\u0301\u0327" * 100_000

    start = time.process_time()
    found = words(hostile)

    assert time.process_time() - start < 1
    assert found == ["a"]
