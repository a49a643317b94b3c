"""References said on the telephone."""

from random import Random

from flask import Flask

from helpdesk.core.identifiers import new_reference
from helpdesk.tickets.complaint.spelling import spell
from helpdesk.web.i18n import in_lang


def test_a_reference_is_spelled_in_the_readers_language(app: Flask):
    french = spell("K7Q-482")
    with in_lang("en"):
        english = spell("K7Q-482")

    assert french == "K comme Kléber, 7, Q comme Quintal, tiret, 4, 8, 2"
    assert "Kilo" in english
    assert "Quebec" in english


def test_every_letter_of_a_reference_has_a_word(app: Flask):
    random = Random(1)
    for _ in range(300):
        reference = new_reference(random)
        letters = [sign for sign in reference if sign.isalpha()]
        assert spell(reference).count(" comme ") == len(letters)
