"""Times that people read and write are meant in the zone of the settings."""

from datetime import UTC, datetime

from helpdesk.web.context import contact


def test_opening_hours_are_those_of_the_zone_of_the_settings(app):
    chosen = app.extensions["settings"]
    at_six = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)

    with app.test_request_context():
        assert not contact(at_six).is_open
        app.extensions["settings"] = chosen.model_copy(update={"time_zone": "Indian/Reunion"})
        here = contact(at_six)

    assert here.is_open
    assert here.state_sentence == "Ouvert jusqu’à 18\u00a0h"
