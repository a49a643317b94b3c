"""Opening hours in words."""

import pytest

from helpdesk.web.opening import hours_in_words


@pytest.mark.parametrize(
    ("setting", "lang", "words"),
    [
        ("lun-ven 09:00-18:00", "fr", "du lundi au vendredi, de 9 h à 18 h"),
        ("lun-ven 09:00-18:00", "en", "Monday to Friday, 09:00 to 18:00"),
        ("lun-ven 9h-12h,13h30-18h", "fr", "du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 18 h"),
        ("lun-jeu 9h-18h; ven 9h-17h", "fr", "du lundi au jeudi, de 9 h à 18 h ; le vendredi, de 9 h à 17 h"),
        ("lun 9h-18h; mer 9h-18h", "en", "Monday, 09:00 to 18:00; Wednesday, 09:00 to 18:00"),
        ("lun-dim 00:00-24:00", "fr", "du lundi au dimanche, de 0 h à 24 h"),
    ],
)
def test_hours_are_said_as_people_say_them(setting: str, lang: str, words: str):
    assert hours_in_words(setting, lang).replace("\u00a0", " ") == words
