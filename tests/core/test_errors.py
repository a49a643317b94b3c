from datetime import timedelta

import pytest

from helpdesk.core.errors import NotFound, Refused, Stale, TooMany


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refused("Non."), 422),
        (Refused("Non.", status=413), 413),
        (Stale("Non."), 409),
        (TooMany("Non."), 429),
    ],
)
def test_each_refusal_carries_its_sentence_and_status(refusal, status):
    assert (refusal.sentence, str(refusal), refusal.status) == ("Non.", "Non.", status)


def test_too_many_says_how_long_to_wait():
    assert TooMany("Plus tard.", retry_after=timedelta(minutes=5)).retry_after == timedelta(minutes=5)


def test_a_view_that_catches_refusals_lets_not_found_pass():
    assert not issubclass(NotFound, Refused)
