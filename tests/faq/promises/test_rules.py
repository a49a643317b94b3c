"""When a promise is near, late or kept."""

from datetime import date, timedelta

import pytest

from helpdesk.faq.promises.rules import Standing, standing_of

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("due_in", "kept_in", "standing"),
    [
        (None, None, Standing.OPEN),
        (4, None, Standing.OPEN),
        (3, None, Standing.SOON),
        (0, None, Standing.SOON),
        (-1, None, Standing.LATE),
        (-9, 0, Standing.KEPT),
        (-9, 1, Standing.LATE),
        (None, -1, Standing.KEPT),
    ],
)
def test_a_promise_stands_where_its_days_say(due_in, kept_in, standing):
    due_on = None if due_in is None else TODAY + timedelta(days=due_in)
    kept_on = None if kept_in is None else TODAY + timedelta(days=kept_in)

    assert standing_of(due_on, kept_on, TODAY) is standing
