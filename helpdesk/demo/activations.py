"""Where organisations stand in the story: some begun, one stuck, one finished, most without a step."""

from datetime import datetime, timedelta

from helpdesk.accounts.viewer import Viewer
from helpdesk.activation.journeys import list_journeys
from helpdesk.activation.reminders.service import EVERYWHERE, Choice, mail_reminders, want_reminders
from helpdesk.activation.rules import Via
from helpdesk.activation.service import By, Spot, do_step
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.demo.people import Cast
from helpdesk.organisations.queries import get_by_code

SCHOOLS, UNIONS = "compte-cooperative", "plateforme-de-collecte"
PROGRESS = (
    # journey, organisation, how many steps, how many days ago the last one was done
    (SCHOOLS, "coop-1", 2, 3),
    (SCHOOLS, "coop-2", 1, 16),
    (SCHOOLS, "coop-3", 6, 5),
    (SCHOOLS, "coop-4", 3, 1),
    (UNIONS, "papetiers-roche-claire", 2, 2),
    (UNIONS, "papetiers-valmorin", 3, 20),
    (UNIONS, "aides-port-lazare", 5, 4),
    (UNIONS, "cheminots-belmonteil", 1, 18),
    (UNIONS, "aides-hautefage", 1, 6),
)
SPEAKERS = {"coop-1": "mandataire", "papetiers-roche-claire": "tresoriere"}
"""Who ticks for which organisation; the others come by their private link."""


def walk_journeys(cast: Cast, *, now: datetime) -> None:
    """Let organisations do their steps, and a supervisor remind the schools that stopped after the first one."""
    journeys = list_journeys()
    for slug, code, count, days in PROGRESS:
        organisation, by = get_by_code(code), _by(cast, code)
        for number, step in enumerate(journeys[slug].steps[:count]):
            at = now - timedelta(days=days + 2 * (count - 1 - number))
            stated = range(len(step.declares))
            do_step(Spot(slug, organisation.id, step.key), by, stated=stated, now=at)
    _remind(cast["superviseure"], now=now - timedelta(days=1))


def _remind(supervisor: Viewer, *, now: datetime) -> None:
    journey = list_journeys()[SCHOOLS]
    standings = Standings(SCHOOLS, journey, EVERYWHERE, now=now)
    want_reminders(Choice(standings, Wanted(place=journey.steps[1].key), supervisor.id), now=now)
    mail_reminders(now=now)


def _by(cast: Cast, code: str) -> By:
    if code not in SPEAKERS:
        return By(Via.LINK)
    return By(Via.ACCOUNT, cast[SPEAKERS[code]].id)
