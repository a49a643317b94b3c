"""Whose badge opens what."""

import pytest

from helpdesk.accounts.rules import Role
from helpdesk.faq.readers.rules import (
    EVERYTHING,
    NOBODY,
    Entry,
    badges_for,
    entries_in,
    entry_of,
    may_read,
    stored,
)
from helpdesk.organisations.rules import Line

TREASURER_OF_PARIS = badges_for(
    {Role.TREASURER},
    {
        ("75-LOCAL", None),
        ("75-LOCAL", Line.GEOGRAPHIC),
        ("75-UD", Line.GEOGRAPHIC),
        ("FED", Line.PROFESSIONAL),
    },
)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("role:treasurer", Entry(Role.TREASURER)),
        ("org:75-UD", Entry(code="75-UD")),
        ("org:75-UD/geo", Entry(code="75-UD", line=Line.GEOGRAPHIC)),
        ("role:agent+org:FED.1_b/pro", Entry(Role.AGENT, "FED.1_b", Line.PROFESSIONAL)),
        ("", None),
        ("role:king", None),
        ("org:75-UD/sideways", None),
        ("role:agent+", None),
        ("+org:75-UD", None),
        ("role:agentorg:75-UD", None),
        ("org:75 UD", None),
        ("org:,", None),
        ("treasurer", None),
        ("*", None),
        ("role:agent\n", None),
    ],
)
def test_an_entry_names_a_role_an_organisation_or_both(text, entry):
    assert entry_of(text) == entry


@pytest.mark.parametrize(
    ("entries", "readable"),
    [
        ([], True),
        (["role:treasurer"], True),
        (["role:agent"], False),
        (["org:75-LOCAL"], True),
        (["org:75-LOCAL/geo"], True),
        (["org:75-UD"], False),
        (["org:75-UD/geo"], True),
        (["org:75-UD/pro"], False),
        (["org:FED/pro"], True),
        (["org:FED/geo"], False),
        (["role:treasurer+org:75-UD/geo"], True),
        (["role:agent+org:75-UD/geo"], False),
        (["role:agent", "org:FED/pro"], True),
        (["org:75-U"], False),
    ],
)
def test_any_entry_that_is_true_of_a_person_opens_an_article(entries, readable):
    assert may_read(stored(entries), TREASURER_OF_PARIS) is readable


@pytest.mark.parametrize("entries", [["role:treasurer"], ["org:75-UD"], ["org:75-UD/geo"]])
def test_nobody_reads_what_is_kept_and_who_writes_reads_everything(entries):
    assert not may_read(stored(entries), NOBODY)
    assert may_read(stored(entries), EVERYTHING)
    assert may_read(stored(entries), badges_for({Role.EDITOR}, ()))
    assert not may_read(stored(entries), badges_for({Role.SYSADMIN}, ()))


def test_a_row_gives_back_what_it_was_given():
    assert list(entries_in(stored(["role:agent", "org:75-UD", "role:agent"]))) == ["org:75-UD", "role:agent"]
    assert list(entries_in(stored([]))) == []
