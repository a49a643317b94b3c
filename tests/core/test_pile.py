"""A pile: things on the disk, one at a time in memory."""

import pytest

from helpdesk.core import pile
from helpdesk.core.pile import Pile


@pytest.fixture(params=[8, 4 * 1024 * 1024], ids=["on the disk", "in memory"])
def letters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Pile[str]:
    monkeypatch.setattr(pile, "IN_MEMORY", request.param)
    return Pile("abc")


def test_a_pile_gives_back_what_was_laid_on_it_in_its_order(letters: Pile[str]):
    assert letters.append("d") == 3

    assert list(letters) == ["a", "b", "c", "d"]
    assert (letters[0], letters[-1], len(letters)) == ("a", "d", 4)


def test_some_of_a_pile_are_a_pile_of_their_own(letters: Pile[str]):
    some = letters.chosen([2, 0])
    some.append("x")
    letters.append("d")

    assert list(some) == ["c", "a", "x"]
    assert list(letters[1:]) == ["b", "c", "d"]


def test_two_may_be_walked_through_at_once(letters: Pile[str]):
    assert [one + other for one in letters for other in letters[:2]] == ["aa", "ab", "ba", "bb", "ca", "cb"]


def test_what_is_chosen_outlives_the_whole(letters: Pile[str]):
    some = letters.chosen([1])
    del letters

    assert list(some) == ["b"]


def test_there_is_nothing_beyond_the_end(letters: Pile[str]):
    with pytest.raises(IndexError):
        letters[3]
