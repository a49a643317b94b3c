import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.french import Corrector, distance

KNOWN = {
    "prelevement": 90,
    "preleve": 40,
    "mandat": 60,
    "mandats": 20,
    "rejet": 30,
    "rejets": 5,
    "am04": 3,
    "le": 99,
}
WORDS = st.text(st.sampled_from("abcd"), max_size=7)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("prelevemant", [("prelevement", 1)]),
        ("prelvement", [("prelevement", 1)]),
        ("preelvement", [("prelevement", 1)]),
        ("prelevmant", [("prelevement", 2)]),
        ("perlevemant", [("prelevement", 2)]),
        ("mandta", [("mandat", 1)]),
        ("mandatt", [("mandat", 1), ("mandats", 1)]),
        ("rejett", [("rejet", 1), ("rejets", 1)]),
        ("rejjjt", []),
        ("am05", []),
        ("lle", []),
        ("zzzzzzz", []),
        ("prelevement" * 1000, []),
    ],
)
def test_the_nearest_known_words_are_suggested(typed, meant):
    assert Corrector(KNOWN).suggest(typed) == meant


def test_words_are_learnt_and_unlearnt():
    corrector = Corrector(KNOWN)

    corrector.learn({"remise": 4, "mandat": 0})

    assert corrector.suggest("remisse") == [("remise", 1)]
    assert corrector.suggest("mandta") == []


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("ab", "ba", 1),
        ("abc", "ca", 3),
        ("mandat", "mandat", 0),
        ("chien", "niche", 4),
    ],
)
def test_mistakes_are_counted(one, other, mistakes):
    assert distance(one, other, 5) == mistakes
    assert distance(one, other, 1) == min(mistakes, 2)


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other, 7) == distance(other, one, 7)
    assert (distance(one, other, 7) == 0) is (one == other)


def with_a_mistake(data, word):
    place = data.draw(st.integers(0, len(word) - 1))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = data.draw(st.sampled_from("abcdefgh"))
    return data.draw(
        st.sampled_from([before + other + letter + after, before + other + after, before + after])
        | st.just(before + after[:1] + letter + after[1:])
    )


VOCABULARY = st.lists(st.text(st.sampled_from("abcdefgh"), min_size=5, max_size=14), min_size=1)


@given(VOCABULARY, st.data())
def test_one_mistake_is_always_found(vocabulary, data):
    meant = data.draw(st.sampled_from(vocabulary))
    typed = with_a_mistake(data, meant)

    suggested = Corrector(dict.fromkeys(vocabulary, 1)).suggest(typed, limit=99)

    assert typed in vocabulary or (meant, 1) in suggested


@given(VOCABULARY, st.data())
def test_two_mistakes_in_a_long_word_are_always_found(vocabulary, data):
    meant = data.draw(st.sampled_from(vocabulary)) + "hagedbfc"
    typed = with_a_mistake(data, with_a_mistake(data, meant))

    suggested = Corrector({meant: 1}).suggest(typed)

    # Two mistakes may undo each other, or meet in a swapped pair, which counts for more.
    mistakes = distance(typed, meant, 3)
    assert suggested == ([(meant, mistakes)] if mistakes <= 2 else [])
