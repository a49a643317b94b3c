from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.french import distance
from helpdesk.faq.bench.variants import VARIANTS, changed, shortened, swapped, vary, without_accents

QUESTION = "Comment récupérer l’argent d’un prélèvement refusé ?"


@pytest.mark.parametrize(("mistake", "length"), [(swapped, 9), (shortened, 8), (changed, 9)])
def test_each_mistake_leaves_a_word_one_letter_away_with_its_first(mistake, length):
    for seed in range(20):
        wrong = mistake("bordereau", Random(seed))

        assert (len(wrong), wrong[0], distance("bordereau", wrong, 2)) == (length, "b", 1)


@pytest.mark.parametrize(("variant", "words"), [("clean", 0), ("noaccent", 3), ("swap", 1), ("drop", 1)])
def test_a_variant_touches_as_many_words_as_it_says(variant, words):
    asked = vary(QUESTION, variant).split(" ")

    assert sum(one != other for one, other in zip(QUESTION.split(" "), asked, strict=True)) == words


def test_two_errors_fall_into_two_long_words_without_accents():
    plain = without_accents(QUESTION).split(" ")

    asked = vary(QUESTION, "typos2").split(" ")

    assert sum(one != other for one, other in zip(plain, asked, strict=True)) == 2
    assert all(len(word) < 5 for word in ("l’", "d’un") if word in asked)


def test_the_only_long_word_gets_both_errors_and_short_words_none():
    assert distance("tresorerie", vary("trésorerie", "typos2"), 3) in {1, 2}
    assert vary("où est ma CB ?", "typos2") == "ou est ma CB ?"


@given(text=st.text(max_size=80), variant=st.sampled_from(sorted(VARIANTS)))
def test_any_text_is_varied_and_always_in_the_same_way(text, variant):
    assert vary(text, variant) == vary(text, variant)
