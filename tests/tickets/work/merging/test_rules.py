"""Which two dossiers may become one."""

from dataclasses import replace

import pytest

from helpdesk.tickets.rules import Status
from helpdesk.tickets.work.merging.rules import Obstacle, Side, is_same_person, obstacle

ONE = Side(ticket_id=1, status=Status.NEW, is_merged=False, email="m@example.org", phone="+33199000001")
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
        (ONE, replace(OTHER, email="n@example.org"), Obstacle.OTHER_PERSON),
        (replace(ONE, email="", phone=""), replace(OTHER, email="", phone=""), Obstacle.OTHER_PERSON),
    ],
)
def test_what_keeps_them_apart(source, target, found):
    assert obstacle(source, target) is found


def test_an_escalated_dossier_takes_another_in():
    assert obstacle(ONE, replace(OTHER, status=Status.ESCALATED)) is None


@pytest.mark.parametrize(
    ("email", "phone", "same"),
    [
        ("m@example.org", "", True),
        ("n@example.org", "+33199000001", False),
        ("", "+33199000001", True),
        ("", "+33199000002", False),
        ("", "", False),
    ],
)
def test_the_mailbox_says_who_it_is_and_the_telephone_where_there_is_none(email, phone, same):
    """Regulation (EU) 2016/679, article 9: what one wrote is not shown to another."""
    assert is_same_person(ONE, replace(OTHER, email=email, phone=phone)) is same
