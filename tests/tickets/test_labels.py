"""Every code has words."""

import pytest
from flask import Flask

from helpdesk.core.topics import TOPICS, Field, Severity
from helpdesk.tickets import labels
from helpdesk.tickets.event_labels import event_sentence
from helpdesk.tickets.rules import Channel, EntryKind, EventKind, Priority, Status
from helpdesk.tickets.severity.labels import severity_label, severity_sentence
from helpdesk.tickets.severity.rules import Cause


def test_every_topic_has_words():
    assert set(labels.CATEGORIES) == set(TOPICS)
    assert set(labels.SUBCATEGORIES) == {
        f"{topic.slug}/{each.slug}" for topic in TOPICS.values() for each in topic.subtopics
    }


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Field, labels.FIELDS),
        (Status, labels.STATUSES),
        (Status, labels.MEMBER_STATUSES),
        (Priority, labels.PRIORITIES),
        (Channel, labels.CHANNELS),
        (EntryKind, labels.ENTRIES),
    ],
)
def test_every_code_has_words(codes, words):
    assert set(words) == set(codes)


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_a_sentence_even_without_values(app: Flask, kind: EventKind):
    event = {"kind": kind.value, "to": "S2"}

    assert len(event_sentence(event)) > 5


def test_an_event_says_its_values(app: Flask):
    routed = event_sentence({"kind": "routed", "desk": "Accueil", "name": "Tout le reste", "matched": []})
    files = event_sentence({"kind": "files_added", "count": 3})

    assert routed == "Orienté vers le pôle «\u00a0Accueil\u00a0» par la règle «\u00a0Tout le reste\u00a0»"
    assert files == "3 fichiers ajoutés"


@pytest.mark.parametrize("cause", Cause)
def test_every_reason_is_a_sentence_with_or_without_numbers(app: Flask, cause: Cause):
    for found, limit in ((None, None), (1, 1), (12, 5), (500_00, 500_00)):
        sentence = severity_sentence({"cause": cause.value, "found": found, "limit": limit})
        assert len(sentence) > 10


def test_severities_have_their_words(app: Flask):
    assert [severity_label(each) for each in Severity] == ["Critique", "Grave", "Gênant", "Question"]


def test_a_topic_is_said_with_its_sub_category(app: Flask):
    assert labels.topic_label("fonds", "bloque") == "Fonds et comptes · Fonds bloqués"
    assert labels.topic_label("autre") == "Autre"
