from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.topics import TOPICS, Severity
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.rules import SeverityBy
from helpdesk.tickets.severity.rules import (
    Cause,
    Reason,
    SeverityLimits,
    after_new_facts,
    assess,
    may_change,
    needs_reason,
)

TODAY = date(2026, 11, 16)
S1, S2, S3, S4 = Severity
LIMITS = SeverityLimits()


def facts(category="autre", subcategory=None, **known):
    return Facts(category=category, subcategory=subcategory, **known)


def causes(case, today=TODAY, limits=LIMITS):
    return {reason.cause for reason in assess(case, limits=limits, today=today).reasons}


def double_debit(**known):
    return facts("prelevement", "double-debit", double_debit_confirmed=True, **known)


# The table of severities, row by row; the comment above each group is the table's own wording.
TABLE = [
    # S1 « E1, E3, E4, E6 »; E1 « double debit confirmed: 1 organisation and 5 members or more »
    (double_debit(members_touched=5), S1, Cause.DOUBLE_DEBIT_MEMBERS),
    (double_debit(members_touched=4), S3, Cause.TOPIC),
    (facts("prelevement", "double-debit", members_touched=5), S2, Cause.MANY_MEMBERS),
    # E1 « or any member not refunded after 2 business days »: on Monday 16, that of Wednesday 11 waits
    # for the third day (nobody works on the 11th itself) and that of Thursday 12 for the second
    (double_debit(debit_on=date(2026, 11, 11)), S1, Cause.DOUBLE_DEBIT_NOT_REFUNDED),
    (double_debit(debit_on=date(2026, 11, 12)), S3, Cause.TOPIC),
    (double_debit(debit_on=date(2026, 11, 9), refunded=True), S3, Cause.TOPIC),
    (double_debit(debit_on=date(2026, 11, 9), refunded=False), S1, Cause.DOUBLE_DEBIT_NOT_REFUNDED),
    # E3 « same cause on 3 organisations or more »
    (facts(organisations_touched=3), S1, Cause.SEVERAL_ORGANISATIONS),
    (facts(organisations_touched=2), S4, None),
    # E4 « funds blocked or not credited more than 3 TARGET days after settlement »: 11 November is one
    (facts("fonds", "rapprochement", funds_blocked_since=date(2026, 11, 10)), S1, Cause.FUNDS_BLOCKED),
    (facts("fonds", "rapprochement", funds_blocked_since=date(2026, 11, 11)), S4, None),
    (facts("fonds", "non-credite", due_on=date(2026, 11, 10)), S1, Cause.FUNDS_BLOCKED),
    (facts("fonds", "bloque", debit_on=date(2026, 11, 10)), S1, Cause.FUNDS_BLOCKED),
    (facts("prelevement", "non-preleve", due_on=date(2026, 11, 10)), S3, Cause.TOPIC),
    # E6 « data breach, mandate base lost, wrong creditor name shown: any »
    (facts(data_breach=True), S1, Cause.DATA_BREACH),
    (facts("donnees", "incident"), S1, Cause.DATA_BREACH),
    (facts(mandate_base_lost=True), S1, Cause.MANDATES_LOST),
    (facts(wrong_creditor=True), S1, Cause.WRONG_CREDITOR),
    # « E5 once an agent has confirmed the deadline »: « declared deadline within 5 business days »
    (facts(deadline_on=date(2026, 11, 23), deadline_confirmed=True), S1, Cause.DEADLINE),
    (facts(deadline_on=date(2026, 11, 24), deadline_confirmed=True), S4, None),
    (facts(deadline_on=date(2026, 11, 23)), S4, None),
    (facts(deadline_on=date(2026, 11, 10), deadline_confirmed=True), S1, Cause.DEADLINE),
    # S2 « E2 »: « amount at stake (sum of unresolved): €5,000 or more »
    (facts(amount_cents=5_000_00, members_touched=4), S2, Cause.AMOUNT),
    (facts(amount_cents=4_999_99, members_touched=4), S2, Cause.AMOUNT_ONE_MEMBER),
    (facts(amount_cents=5_000_00, members_touched=4, refunded=True), S4, None),
    # E2 « or 20 % or more of the organisation's monthly collection »
    (facts(amount_cents=200_00, monthly_collection_cents=1_000_00), S2, Cause.AMOUNT_SHARE),
    (facts(amount_cents=199_99, monthly_collection_cents=1_000_00), S3, Cause.MONEY),
    (facts(amount_cents=1_00, monthly_collection_cents=0), S3, Cause.MONEY),
    # S2 « 5 members or more touched »
    (facts(members_touched=5), S2, Cause.MANY_MEMBERS),
    (facts(members_touched=4), S4, None),
    # S2 « an organisation that cannot collect or has no access before a run »
    (facts(cannot_collect=True), S2, Cause.CANNOT_COLLECT),
    (facts(no_access_before_run=True), S2, Cause.NO_ACCESS_BEFORE_RUN),
    (facts("acces", "connexion", deadline_on=date(2026, 11, 23)), S2, Cause.NO_ACCESS_BEFORE_RUN),
    (facts("acces", "connexion", deadline_on=date(2026, 11, 24)), S3, Cause.TOPIC),
    (facts("remise", "fichier-rejete"), S2, Cause.TOPIC),
    # S2 « amount of €500 or more for one member »
    (facts(amount_cents=500_00), S2, Cause.AMOUNT_ONE_MEMBER),
    (facts(amount_cents=499_99), S3, Cause.MONEY),
    (facts(amount_cents=999_99, members_touched=2), S3, Cause.MONEY),
    # S3 « one member, money involved »
    (facts(amount_cents=1), S3, Cause.MONEY),
    (facts("prelevement", "montant-errone"), S3, Cause.TOPIC),
    # S4 « anything else »
    (facts(), S4, None),
    (facts("conseil", "vie-professionnelle"), S4, None),
    (facts("impaye", "comprendre-un-code", reason_code="AM04"), S4, None),
]


@pytest.mark.parametrize(("case", "severity", "cause"), TABLE)
def test_each_row_of_the_table_gives_its_severity_and_reason(case, severity, cause):
    assessment = assess(case, limits=LIMITS, today=TODAY)

    assert assessment.severity is severity
    assert {each.cause for each in assessment.deciding} >= ({cause} if cause else set())
    assert bool(assessment.reasons) is (cause is not None)


def test_each_cause_has_its_row():
    assert {cause for _, _, cause in TABLE} == {*Cause, None}


def test_every_reason_is_told_with_its_numbers_and_the_gravest_first():
    case = double_debit(members_touched=23, amount_cents=342_00, debit_on=date(2026, 11, 5))

    assessment = assess(case, limits=LIMITS, today=TODAY)

    assert assessment.reasons == (
        Reason(Cause.DOUBLE_DEBIT_MEMBERS, S1, 23, 5),
        Reason(Cause.DOUBLE_DEBIT_NOT_REFUNDED, S1, 6, 2),
        Reason(Cause.MANY_MEMBERS, S2, 23, 5),
        Reason(Cause.MONEY, S3, 342_00),
        Reason(Cause.TOPIC, S3),
    )
    assert [each.cause for each in assessment.deciding] == [
        Cause.DOUBLE_DEBIT_MEMBERS,
        Cause.DOUBLE_DEBIT_NOT_REFUNDED,
    ]


@pytest.mark.parametrize(
    ("change", "case", "cause"),
    [
        ({"members_grave": 2}, facts(members_touched=2), Cause.MANY_MEMBERS),
        ({"amount_cents": 10_00}, facts(amount_cents=10_00), Cause.AMOUNT),
        ({"amount_one_member_cents": 10_00}, facts(amount_cents=10_00), Cause.AMOUNT_ONE_MEMBER),
        ({"same_cause_organisations": 2}, facts(organisations_touched=2), Cause.SEVERAL_ORGANISATIONS),
        (
            {"deadline_days": 6},
            facts(deadline_on=date(2026, 11, 24), deadline_confirmed=True),
            Cause.DEADLINE,
        ),
    ],
)
def test_every_limit_is_a_setting(change, case, cause):
    assert cause not in causes(case)
    assert cause in causes(case, limits=replace(LIMITS, **change))


def test_an_unknown_category_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        assess(facts("météo"), limits=LIMITS, today=TODAY)


@pytest.mark.parametrize(
    ("old", "new", "reason", "allowed"),
    [
        (S3, S1, "", True),
        (S3, S3, "", True),
        (S1, S2, "", False),
        (S1, S2, "  ", False),
        (S1, S4, "Doublon", True),
    ],
)
def test_raising_is_free_and_lowering_takes_a_reason(old, new, reason, allowed):
    assert may_change(old, new, reason=reason) is allowed
    assert needs_reason(old, new) is (new > old)


@pytest.mark.parametrize(
    ("current", "by", "before", "now", "expected"),
    [
        (S3, SeverityBy.RULE, S3, S1, S1),
        (S2, SeverityBy.RULE, S2, S3, S3),
        (S3, SeverityBy.AGENT, S2, S2, S3),
        (S3, SeverityBy.AGENT, S2, S1, S1),
        (S1, SeverityBy.AGENT, S4, S3, S1),
        (S1, SeverityBy.AGENT, S3, S4, S1),
    ],
)
def test_an_agents_choice_gives_way_to_graver_facts_only(current, by, before, now, expected):
    assert after_new_facts(current, by=by, before=before, now=now) is expected


days = st.none() | st.dates(date(2026, 3, 1), date(2027, 4, 30))
counts = st.none() | st.integers(0, 50)
cents = st.none() | st.integers(0, 10_000_00)
kinds = st.sampled_from(
    [(topic.slug, sub.slug) for topic in TOPICS.values() for sub in topic.subtopics] + [("autre", None)]
)
any_facts = kinds.flatmap(
    lambda kind: st.builds(
        Facts,
        category=st.just(kind[0]),
        subcategory=st.just(kind[1]),
        amount_cents=cents,
        members_touched=counts,
        organisations_touched=counts,
        debit_on=days,
        due_on=days,
        deadline_on=days,
        deadline_confirmed=st.booleans(),
        double_debit_confirmed=st.booleans(),
        refunded=st.none() | st.booleans(),
        funds_blocked_since=days,
        monthly_collection_cents=cents,
    )
)


@given(any_facts, st.integers(0, 200), st.integers(0, 200))
def test_with_the_same_facts_time_never_makes_a_dossier_less_serious(case, sooner, later):
    first, last = sorted((sooner, later))
    start = date(2026, 10, 1)

    before = assess(case, limits=LIMITS, today=start + timedelta(first))
    after = assess(case, limits=LIMITS, today=start + timedelta(last))

    assert after.severity <= before.severity


@given(any_facts, st.integers(0, 50), cents)
def test_more_members_or_more_organisations_never_make_a_dossier_less_serious(case, more, amount):
    worse = replace(
        case,
        members_touched=case.members + more,
        organisations_touched=(case.organisations_touched or 1) + more,
        amount_cents=(case.amount_cents or 0) * (case.members + more),
    )

    assert (
        assess(worse, limits=LIMITS, today=TODAY).severity
        <= assess(case, limits=LIMITS, today=TODAY).severity
    )
