from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk.core.calendars import french_holidays
from helpdesk.core.hours import Hours, parse_week
from helpdesk.core.topics import Severity
from helpdesk.escalation.grounds.rules import (
    GROUND_OF,
    EscalationFacts,
    GroundFound,
    GroundLimits,
    Missing,
    Step,
    grounds,
    may_escalate,
    next_step,
    windows,
)
from helpdesk.escalation.rules import Ground
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.severity.rules import SeverityLimits, assess

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
OFFICE = Hours(parse_week("lun-ven 09:00-18:00"), french_holidays())
LIMITS = GroundLimits()
S1, S2, S3, S4 = Severity


def facts(category="autre", subcategory=None, **known):
    return Facts(category=category, subcategory=subcategory, **known)


def case(severity=S2, known=None, **more):
    return EscalationFacts(severity=severity, facts=known or facts(), **more)


def found(of, limits=LIMITS):
    assessment = assess(of.facts, limits=SeverityLimits(), today=NOW.date())
    return grounds(of, assessment, limits=limits, now=NOW, hours=OFFICE)


def confirmed_double_debit(**known):
    return facts("prelevement", "double-debit", double_debit_confirmed=True, **known)


def vendor_called(on, **more):
    return case(known=facts("support", "sans-reponse", vendor_contacted_on=on), **more)


def undue(debit_on, **known):
    return case(known=facts("prelevement", "apres-depart", debit_on=debit_on, **known))


# The table of grounds, row by row; the comment above each group is the table's own wording.
TABLE = [
    # E1 « double debit confirmed: 1 organisation and 5 members or more »
    (case(known=confirmed_double_debit(members_touched=23)), GroundFound(Ground.E1, 23, 5)),
    # E1 « or any member not refunded after 2 business days »
    (case(known=confirmed_double_debit(debit_on=date(2026, 11, 5))), GroundFound(Ground.E1, 6, 2)),
    # E2 « amount at stake: €5,000 or more, or 20 % or more of the monthly collection »
    (
        case(known=facts(amount_cents=6_000_00, members_touched=90)),
        GroundFound(Ground.E2, 6_000_00, 5_000_00),
    ),
    (
        case(known=facts(amount_cents=300_00, monthly_collection_cents=1_000_00)),
        GroundFound(Ground.E2, 30, 20),
    ),
    # E3 « same cause on several organisations: 3 or more »
    (case(known=facts(organisations_touched=4)), GroundFound(Ground.E3, 4, 3)),
    # E4 « funds blocked or not credited: more than 3 TARGET days after settlement »
    (case(known=facts("fonds", "non-credite", due_on=date(2026, 11, 9))), GroundFound(Ground.E4, 5, 3)),
    # E5 « payroll, travel or booking at risk: declared deadline ≤ 5 business days »: no word of confirming
    (case(known=facts(deadline_on=date(2026, 11, 23))), GroundFound(Ground.E5, 5, 5, date(2026, 11, 23))),
    (case(known=facts(deadline_on=date(2026, 11, 24))), None),
    (case(S3, facts(deadline_on=date(2026, 11, 20))), GroundFound(Ground.E5, 4, 5, date(2026, 11, 20))),
    (case(S4, facts(deadline_on=date(2026, 11, 20))), None),
    # On its day it still holds, after it there is nothing left to save.
    (case(S3, facts(deadline_on=date(2026, 11, 16))), GroundFound(Ground.E5, 0, 5, date(2026, 11, 16))),
    (case(S3, facts(deadline_on=date(2026, 11, 15))), None),
    (case(S3, facts(deadline_on=date(2024, 12, 16))), None),
    (
        case(known=facts(deadline_on=date(2026, 11, 20), deadline_confirmed=True)),
        GroundFound(Ground.E5, 4, 5, date(2026, 11, 20)),
    ),
    # E6 « data breach, mandate base lost, wrong creditor name shown: any »
    (case(known=facts(data_breach=True)), GroundFound(Ground.E6)),
    (case(known=facts(mandate_base_lost=True)), GroundFound(Ground.E6)),
    (case(known=facts(wrong_creditor=True)), GroundFound(Ground.E6)),
    # E7 « vendor reference or call date recorded and 16 business hours elapsed »: Thursday and Friday
    (vendor_called(date(2026, 11, 12)), GroundFound(Ground.E7, 20, 16)),
    (vendor_called(date(2026, 11, 13)), None),
    (case(vendor_noted_at=datetime(2026, 11, 12, 12, tzinfo=UTC)), GroundFound(Ground.E7, 16, 16)),
    (case(vendor_noted_at=datetime(2026, 11, 12, 12, 1, tzinfo=UTC)), None),
    # E8 « unresolved in house: more than 24 business hours S2, more than 40 S3 »
    (case(S2, in_house=timedelta(hours=25)), GroundFound(Ground.E8, 25, 24)),
    (case(S2, in_house=timedelta(hours=24)), None),
    (case(S1, in_house=timedelta(hours=25)), GroundFound(Ground.E8, 25, 24)),
    (case(S3, in_house=timedelta(hours=41)), GroundFound(Ground.E8, 41, 40)),
    (case(S3, in_house=timedelta(hours=40)), None),
    (case(S4, in_house=timedelta(hours=400)), None),
    # E10 « legal window closing: reversal D+5 … ends in 2 days or less »: D+5 of the 11th is the 18th
    (undue(date(2026, 11, 12)), None),
    (undue(date(2026, 11, 11)), GroundFound(Ground.E10, 2, 2, date(2026, 11, 18))),
    (undue(date(2026, 11, 9)), GroundFound(Ground.E10, 0, 2, date(2026, 11, 16))),
    (undue(date(2026, 11, 6)), None),
    (undue(date(2026, 11, 11), refunded=True), None),
    (case(known=facts("mandat", "caduc-36-mois", debit_on=date(2026, 11, 11))), None),
    # E10 « … or 8 weeks »: eight weeks from Wednesday 23 September are Wednesday 18 November
    (undue(date(2026, 9, 24)), None),
    (undue(date(2026, 9, 23)), GroundFound(Ground.E10, 2, 2, date(2026, 11, 18))),
    (undue(date(2026, 9, 21)), GroundFound(Ground.E10, 0, 2, date(2026, 11, 16))),
    (undue(date(2026, 9, 20)), None),
]


@pytest.mark.parametrize(("of", "expected"), TABLE)
def test_each_row_of_the_table_is_found_and_nothing_else(of, expected):
    assert found(of) == ((expected,) if expected else ())


def test_every_ground_has_its_row_but_the_reject_rate_which_needs_a_history():
    assert {row.ground for _, row in TABLE if row} == set(Ground) - {Ground.E9}
    assert set(GROUND_OF.values()) == {Ground.E1, Ground.E2, Ground.E3, Ground.E4, Ground.E6}


def test_grounds_come_in_their_order_and_each_once():
    known = confirmed_double_debit(
        members_touched=23,
        amount_cents=9_000_00,
        debit_on=date(2026, 11, 10),
        monthly_collection_cents=10_000_00,
        vendor_contacted_on=date(2026, 11, 9),
    )

    names = [each.ground for each in found(case(known=known, in_house=timedelta(hours=30)))]

    assert names == [Ground.E1, Ground.E2, Ground.E7, Ground.E8, Ground.E10]


@pytest.mark.parametrize(
    ("change", "of"),
    [
        ({"deadline_days": 3}, case(known=facts(deadline_on=date(2026, 11, 20)))),
        ({"vendor_wait": timedelta(hours=21)}, vendor_called(date(2026, 11, 12))),
        ({"house_grave": timedelta(hours=25)}, case(S2, in_house=timedelta(hours=25))),
        ({"house_s3": timedelta(hours=41)}, case(S3, in_house=timedelta(hours=41))),
        ({"window_days": 1}, undue(date(2026, 11, 11))),
        ({"reversal_target_days": 9}, undue(date(2026, 11, 11))),
        ({"refund_period": timedelta(weeks=13)}, undue(date(2026, 9, 23))),
    ],
)
def test_every_limit_is_a_setting(change, of):
    assert found(of)
    assert found(of, limits=replace(LIMITS, **change)) == ()


def test_a_bank_counts_the_holidays_of_banks_and_not_those_of_france():
    reversal, refund = windows(undue(date(2026, 11, 10)).facts, limits=LIMITS)

    assert (reversal, refund) == (date(2026, 11, 17), date(2027, 1, 5))


E5, E6, E7, E8 = (GroundFound(each) for each in (Ground.E5, Ground.E6, Ground.E7, Ground.E8))


@pytest.mark.parametrize(
    ("of", "seen", "expected"),
    [
        # « propose »
        (case(S2), (E7,), (Step.PROPOSE, (E7,))),
        (case(S1), (E7, E8), (Step.PROPOSE, (E7, E8))),
        # E5 « propose, notify at once »
        (case(S1), (E5, E8), (Step.PROPOSE_LOUDLY, (E5, E8))),
        (case(S3), (E5,), (Step.PROPOSE_LOUDLY, (E5,))),
        (case(S3, is_pending=True), (E5,), None),
        (case(S3, weighed=frozenset({Ground.E5})), (E5,), None),
        (case(S2, incident_is_escalated=True), (E5,), (Step.FOLLOW_UP, (E5,))),
        # E6 « auto-notify »
        (case(S1), (E6, E8), (Step.SEND, (E6, E8))),
        (case(S1, is_pending=True), (E6,), (Step.SEND, (E6,))),
        (case(S1, is_pending=True), (E5,), None),
        (case(S3), (E6,), None),
        # « E8 on an S3 proposes raising it »; the others wait until it is an S1 or S2
        (case(S3), (E8,), (Step.RAISE_SEVERITY, (E8,))),
        (case(S3), (E7,), None),
        # « one dossier per incident; follow-ups go in the same thread »
        (case(S2, incident_is_escalated=True), (E7,), (Step.FOLLOW_UP, (E7,))),
        # A dossier that came back is escalated again for new grounds only.
        (case(S2, weighed=frozenset({Ground.E7})), (E7,), None),
        (case(S2, weighed=frozenset({Ground.E7})), (E7, E8), (Step.PROPOSE, (E8,))),
        (case(S1, weighed=frozenset({Ground.E6})), (E6,), None),
        (case(S3, weighed=frozenset({Ground.E8})), (E8,), None),
        (case(S1), (), None),
    ],
)
def test_the_sweep_does_what_the_grounds_call_for(of, seen, expected):
    assert next_step(of, seen) == expected


TRIED = "Appel au prestataire le 12, sans suite."


@pytest.mark.parametrize(
    ("of", "for_grounds", "expected"),
    [
        (case(S1, tried=TRIED, confirmed=True), (), ()),
        (case(S2, untried_because="Le prestataire ne répond plus.", confirmed=True), (), ()),
        # « (a) severity S1 or S2 »
        (case(S3, tried=TRIED, confirmed=True), (), (Missing.SEVERITY,)),
        (case(S4, tried=TRIED, confirmed=True), (), (Missing.SEVERITY,)),
        # « (b) level-1 attempt recorded or reason why impossible »
        (case(S1, confirmed=True), (), (Missing.ATTEMPT,)),
        (case(S1, tried="  ", untried_because="\n", confirmed=True), (), (Missing.ATTEMPT,)),
        # « (c) human confirmation (except E6) »
        (case(S1, tried=TRIED), (Ground.E5,), (Missing.CONFIRMATION,)),
        (case(S1), (Ground.E6, Ground.E8), ()),
        # « (d) one dossier per incident, not per ticket »
        (case(S1, tried=TRIED, confirmed=True, incident_is_escalated=True), (), (Missing.SAME_INCIDENT,)),
        (case(S1, tried=TRIED, confirmed=True, is_pending=True), (), (Missing.PENDING,)),
        (case(S3), (), (Missing.SEVERITY, Missing.ATTEMPT, Missing.CONFIRMATION)),
    ],
)
def test_the_guard_says_what_is_missing(of, for_grounds, expected):
    assert may_escalate(of, for_grounds=for_grounds) == expected
