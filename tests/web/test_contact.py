"""What pages say of the telephone: open until when, or closed until when."""

from datetime import datetime

import pytest

from helpdesk.app import create_app
from helpdesk.core.clock import PARIS
from helpdesk.web.context import contact
from helpdesk.web.i18n import in_lang


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-20T09:00", "Ouvert jusqu’à 18 h"),
        ("2026-11-20T17:59", "Ouvert jusqu’à 18 h"),
        ("2026-11-20T08:59", "Fermé, réouverture aujourd’hui à 9 h"),
        ("2026-11-19T18:00", "Fermé, réouverture demain à 9 h"),
        # Friday at closing time and over the week-end.
        ("2026-11-20T18:00", "Fermé, réouverture lundi à 9 h"),
        ("2026-11-22T23:59", "Fermé, réouverture demain à 9 h"),
        # The 11th of November is a Wednesday; the 1st of January 2027 a Friday; Easter Monday comes after Easter.
        ("2026-11-10T19:00", "Fermé, réouverture jeudi à 9 h"),
        ("2026-12-31T20:00", "Fermé, réouverture lundi à 9 h"),
        ("2027-03-26T18:30", "Fermé, réouverture mardi à 9 h"),
        ("2027-03-28T23:59", "Fermé, réouverture mardi à 9 h"),
    ],
)
def test_the_telephone_says_when_somebody_is_there(app, at, words):
    with app.test_request_context("/"):
        said = contact(datetime.fromisoformat(at).replace(tzinfo=PARIS)).state_sentence

    assert said.replace("\u00a0", " ") == words


def test_a_day_more_than_a_week_ahead_has_its_date(settings):
    closed = settings.model_copy(update={"support_hours": "lun 09:00-12:00"})
    with create_app(closed).test_request_context("/"):
        said = contact(datetime(2026, 11, 16, 12, 0, tzinfo=PARIS)).state_sentence

    assert said.replace("\u00a0", " ") == "Fermé, réouverture lundi 23 novembre à 9 h"


def test_it_says_so_in_english_too(app):
    with app.test_request_context("/"), in_lang("en"):
        said = contact(datetime(2026, 11, 20, 10, 0, tzinfo=PARIS)).state_sentence

    assert "18:00" in said
