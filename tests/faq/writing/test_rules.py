"""Who may do what with a text, when; and which of its two doors is followed."""

from datetime import date

import pytest

from helpdesk.accounts.rules import Role
from helpdesk.faq.writing.rules import (
    GONE_FILE,
    Act,
    Door,
    Obstacle,
    Standing,
    State,
    is_stale,
    may,
    obstacle,
    which_door,
)

EDITOR, PUBLISHER, AGENT = frozenset({Role.EDITOR}), frozenset({Role.PUBLISHER}), frozenset({Role.AGENT})
DRAFT, REVIEW, PUBLISHED, ARCHIVED = State


@pytest.mark.parametrize("act", Act)
def test_publishing_is_a_right_of_its_own(act: Act):
    writes = act in {Act.SAVE, Act.SUBMIT}

    assert may(act, PUBLISHER)
    assert may(act, EDITOR) is writes
    assert not may(act, AGENT)


@pytest.mark.parametrize(
    ("act", "state", "found"),
    [
        (Act.SAVE, DRAFT, None),
        (Act.SAVE, PUBLISHED, None),
        (Act.SAVE, ARCHIVED, None),
        (Act.SUBMIT, DRAFT, None),
        (Act.SUBMIT, REVIEW, Obstacle.STATE),
        (Act.SUBMIT, PUBLISHED, Obstacle.STATE),
        (Act.SEND_BACK, REVIEW, None),
        (Act.SEND_BACK, DRAFT, Obstacle.STATE),
        (Act.PUBLISH, DRAFT, None),
        (Act.PUBLISH, REVIEW, None),
        (Act.PUBLISH, ARCHIVED, None),
        (Act.PUBLISH, PUBLISHED, Obstacle.STATE),
        (Act.SCHEDULE, REVIEW, None),
        (Act.SCHEDULE, ARCHIVED, Obstacle.STATE),
        (Act.UNSCHEDULE, REVIEW, Obstacle.STATE),
        (Act.ARCHIVE, PUBLISHED, None),
        (Act.ARCHIVE, ARCHIVED, Obstacle.STATE),
    ],
)
def test_each_step_begins_where_it_may(act: Act, state: State, found: Obstacle | None):
    assert obstacle(act, Standing(state), person_id=1, two_people=False) is found


@pytest.mark.parametrize("act", [Act.SUBMIT, Act.PUBLISH, Act.SCHEDULE])
def test_a_text_with_faults_or_in_conflict_goes_no_further(act: Act):
    for standing, found in (
        (Standing(DRAFT, is_sound=False), Obstacle.FAULTS),
        (Standing(DRAFT, in_conflict=True), Obstacle.CONFLICT),
    ):
        assert obstacle(act, standing, person_id=1, two_people=False) is found


@pytest.mark.parametrize("act", [Act.PUBLISH, Act.SCHEDULE])
def test_where_two_people_are_wanted_nobody_publishes_what_they_wrote(act: Act):
    standing = Standing(REVIEW, writers=frozenset({1, 2}))

    assert obstacle(act, standing, person_id=1, two_people=True) is Obstacle.ALONE
    assert obstacle(act, standing, person_id=3, two_people=True) is None
    assert obstacle(act, standing, person_id=1, two_people=False) is None


def test_a_scheduled_text_may_be_held_back():
    assert obstacle(Act.UNSCHEDULE, Standing(REVIEW, is_scheduled=True), person_id=1, two_people=True) is None


@pytest.mark.parametrize(
    ("file", "room", "seen", "exported", "door"),
    [
        ("a", "a", "a", "", Door.SAME),
        ("b", "b", "a", "", Door.SAME),
        ("b", "a", "a", "", Door.FILE),
        ("a", "b", "a", "", Door.ROOM),
        ("b", "c", "a", "", Door.CONFLICT),
        ("a", None, "a", "", Door.ROOM),
        ("b", None, "a", "", Door.CONFLICT),
        (None, "a", "a", "", Door.GONE),
        (None, "b", "a", "", Door.CONFLICT),
        (None, "a", "", "", Door.ROOM),
        (None, None, "a", "", Door.SAME),
        ("a", None, GONE_FILE, "", Door.FILE),
        ("a", "b", GONE_FILE, "", Door.CONFLICT),
        ("b", "a", "", "", Door.CONFLICT),
        ("c", "b", "a", "b", Door.FILE),
        ("a", "b", "a", "b", Door.ROOM),
        ("c", "d", "a", "b", Door.CONFLICT),
        (None, "b", "", "b", Door.GONE),
    ],
)
def test_whoever_changed_alone_is_followed(
    file: str | None, room: str | None, seen: str, exported: str, door: Door
):
    assert which_door(file, room, seen, exported) is door


def test_a_text_is_stale_half_a_year_after_its_review():
    assert not is_stale(date(2026, 6, 1), date(2026, 11, 16))
    assert is_stale(date(2026, 5, 1), date(2026, 11, 16))
    assert not is_stale(None, date(2026, 11, 16))
