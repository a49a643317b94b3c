"""The authority matrix, row by row; the words are those of the rules we took for ours."""

from datetime import timedelta

import pytest

from helpdesk.intake.rules import About, Link, Nature, Outcome, Proof, Route, decide, may_answer

ALIGNED, FAILED, NONE = Proof.ALIGNED, Proof.FAILED, Proof.NONE
TOKEN, REFERENCES, SUBJECT = Route.TOKEN, Route.REFERENCES, Route.SUBJECT
A_TEXT = Nature()


def outcome(route, proof=NONE, **what_is_known):
    return decide(A_TEXT, Link(route=route, **what_is_known), proof)


@pytest.mark.parametrize(
    ("rule", "link", "proof", "expected"),
    [
        (
            "Token owner == From -> that person.",
            {"route": TOKEN, "owns_token": True, "is_member": True},
            NONE,
            Outcome.MEMBER,
        ),
        (
            "Token valid, From another participant -> that participant.",
            {"route": TOKEN, "is_member": True},
            NONE,
            Outcome.MEMBER,
        ),
        (
            "Token valid, From stranger -> held for agent (« expéditeur à vérifier »), "
            "never shown as the member.",
            {"route": TOKEN},
            ALIGNED,
            Outcome.HOLD,
        ),
        (
            "References only -> participant only.",
            {"route": REFERENCES, "is_member": True},
            NONE,
            Outcome.MEMBER,
        ),
        ("References only -> participant only.", {"route": REFERENCES}, ALIGNED, Outcome.OPEN_LINKED),
        (
            "Subject number only -> participant only",
            {"route": SUBJECT, "is_member": True},
            NONE,
            Outcome.MEMBER,
        ),
        ("else new ticket linked", {"route": SUBJECT}, ALIGNED, Outcome.OPEN_LINKED),
        (
            "Agents and administrators answering by mail: need their own token AND aligned DKIM/DMARC pass",
            {"route": TOKEN, "owns_token": True, "is_staff": True},
            ALIGNED,
            Outcome.STAFF,
        ),
        (
            "otherwise text is stored as « à confirmer » + signed confirmation link",
            {"route": TOKEN, "owns_token": True, "is_staff": True},
            NONE,
            Outcome.CONFIRM,
        ),
        (
            "need their own token",
            {"route": TOKEN, "owns_token": False, "is_staff": True},
            ALIGNED,
            Outcome.CONFIRM,
        ),
        ("need their own token", {"route": REFERENCES, "is_staff": True}, ALIGNED, Outcome.CONFIRM),
        ("need their own token", {"route": SUBJECT, "is_staff": True}, ALIGNED, Outcome.CONFIRM),
        ("closed < N days -> reopen", {"route": TOKEN, "is_member": True}, NONE, Outcome.MEMBER),
        (
            "older -> new linked ticket",
            {"route": TOKEN, "is_member": True, "is_over": True},
            NONE,
            Outcome.OPEN_LINKED,
        ),
        (
            "References only, and our own server says that the sender is forged",
            {"route": REFERENCES, "is_member": True},
            FAILED,
            Outcome.HOLD,
        ),
        (
            "an administrator’s answer: own token AND aligned pass",
            {"route": TOKEN, "about": About.ESCALATION, "owns_token": True, "is_staff": True},
            ALIGNED,
            Outcome.ANSWER,
        ),
        (
            "before a state change (accept escalation); otherwise « à confirmer »",
            {"route": TOKEN, "about": About.ESCALATION, "owns_token": True, "is_staff": True},
            NONE,
            Outcome.CONFIRM,
        ),
        (
            "an escalation answered without its token",
            {"route": REFERENCES, "about": About.ESCALATION, "is_staff": True},
            ALIGNED,
            Outcome.CONFIRM,
        ),
        (
            "an escalation’s token in a stranger’s hands",
            {"route": TOKEN, "about": About.ESCALATION},
            ALIGNED,
            Outcome.HOLD,
        ),
        (
            "an escalation’s number in a stranger’s subject",
            {"route": REFERENCES, "about": About.ESCALATION},
            NONE,
            Outcome.OPEN_LINKED,
        ),
    ],
)
def test_who_may_do_what(rule, link, proof, expected):
    assert decide(A_TEXT, Link(**link), proof) is expected, rule


@pytest.mark.parametrize("route", list(Route))
@pytest.mark.parametrize("about", list(About))
@pytest.mark.parametrize("proof", list(Proof))
@pytest.mark.parametrize("is_over", [False, True])
def test_a_stranger_never_writes_into_anything(route, about, proof, is_over):
    found = outcome(route, proof, about=about, is_over=is_over)

    assert found in {Outcome.HOLD, Outcome.OPEN_LINKED}


@pytest.mark.parametrize("route", [REFERENCES, SUBJECT, Route.NONE])
@pytest.mark.parametrize("about", list(About))
@pytest.mark.parametrize("proof", list(Proof))
def test_without_a_token_a_colleague_changes_nothing(route, about, proof):
    assert outcome(route, proof, about=about, is_staff=True) is Outcome.CONFIRM


@pytest.mark.parametrize(
    ("nature", "expected"),
    [
        (Nature(readable=False, automatic=True), Outcome.QUARANTINE),
        (Nature(ours=True, automatic=True), Outcome.DROP),
        (Nature(bounce=True, automatic=True), Outcome.BOUNCE),
        (Nature(complaint=True, automatic=True), Outcome.COMPLAINT),
        (Nature(automatic=True), Outcome.QUIET),
    ],
)
@pytest.mark.parametrize("link", [None, Link(route=TOKEN, owns_token=True, is_member=True)])
def test_what_no_person_wrote_is_never_an_answer(nature, expected, link):
    assert decide(nature, link, ALIGNED) is expected


def test_what_continues_nothing_opens_a_dossier():
    assert decide(A_TEXT, None, NONE) is Outcome.OPEN


def minutes_ago(*ages, alike=True):
    return [(timedelta(minutes=age), alike) for age in ages]


def test_the_ladder_lets_ten_answers_about_one_dossier_pass_in_ten_minutes():
    assert may_answer(minutes_ago(*range(9)))
    assert not may_answer(minutes_ago(*[1] * 10))
    assert may_answer(minutes_ago(*[1] * 10, alike=False))
    assert not may_answer(minutes_ago(*[1] * 30, alike=False))


def test_the_ladder_grows_narrower_with_time():
    assert not may_answer(minutes_ago(*[20] * 15))
    assert not may_answer(minutes_ago(*[50] * 25))
    assert not may_answer(minutes_ago(*[500] * 100))
    assert may_answer(minutes_ago(*[700] * 500))
