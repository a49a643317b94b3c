"""Which two dossiers may become one."""

from dataclasses import replace
from datetime import date

import pytest

from helpdesk.tickets.rules import Status
from helpdesk.tickets.work.merging.rules import (
    Obstacle,
    Side,
    awaits_escalation,
    facts_taken,
    is_same_person,
    obstacle,
)

ONE = Side(
    ticket_id=1,
    status=Status.NEW,
    is_merged=False,
    is_escalated=False,
    email="m@example.org",
    phone="+33199000001",
)
OTHER = replace(ONE, ticket_id=2, status=Status.OPEN)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ESCALATED}))
def test_two_dossiers_of_one_person_may_become_one(status):
    assert obstacle(replace(ONE, status=status), OTHER) is None


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        (ONE, ONE, Obstacle.SAME),
        (replace(ONE, is_merged=True), OTHER, Obstacle.GONE),
        (ONE, replace(OTHER, is_merged=True), Obstacle.TARGET_GONE),
        (replace(ONE, status=Status.ESCALATED), OTHER, Obstacle.ESCALATED),
        (replace(ONE, is_escalated=True), OTHER, Obstacle.ESCALATED),
        (ONE, replace(OTHER, email="n@example.org"), Obstacle.OTHER_PERSON),
        (replace(ONE, email="", phone=""), replace(OTHER, email="", phone=""), Obstacle.OTHER_PERSON),
    ],
)
def test_what_keeps_them_apart(source, target, found):
    assert obstacle(source, target) is found


def test_an_escalated_dossier_takes_another_in():
    assert obstacle(ONE, replace(OTHER, status=Status.ESCALATED, is_escalated=True)) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (("m@example.org", ""), ("m@example.org", "+33199000002"), True),
        (("m@example.org", "+33199000001"), ("n@example.org", "+33199000001"), False),
        # Whoever knows the number of somebody could write it down.
        (("m@example.org", "+33199000001"), ("", "+33199000001"), False),
        (("", "+33199000001"), ("", "+33199000001"), True),
        (("", "+33199000001"), ("", "+33199000002"), False),
        (("", ""), ("", ""), False),
    ],
)
def test_the_mailbox_says_who_it_is_and_the_telephone_where_there_is_none(ours, theirs, same):
    """Regulation (EU) 2016/679, article 9: what one wrote is not shown to another."""
    one, other = (replace(ONE, email=email, phone=phone) for email, phone in (ours, theirs))

    assert is_same_person(one, other) is same
    assert is_same_person(other, one) is same


@pytest.mark.parametrize(
    ("events", "awaited"),
    [
        ([], False),
        (["routed", "taken"], False),
        (["routed", "escalation_asked", "taken"], True),
        (["escalation_proposed", "escalation_dismissed"], False),
        (["escalation_dismissed", "escalation_asked"], True),
    ],
)
def test_a_history_says_whether_somebody_is_yet_to_decide_about_an_escalation(events, awaited):
    assert awaits_escalation(events) is awaited


def test_what_was_not_known_is_taken_over_and_the_nearer_deadline_holds():
    ours = {"amount_cents": 1000, "rum": "", "deadline_on": date(2026, 11, 30), "refunded": False}
    theirs = {"amount_cents": 9000, "rum": "R-1", "deadline_on": date(2026, 11, 20), "refunded": None}

    assert facts_taken(ours, theirs) == {"rum": "R-1", "deadline_on": date(2026, 11, 20)}
    assert facts_taken(theirs, ours)["deadline_on"] == date(2026, 11, 20)
