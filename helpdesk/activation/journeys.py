"""The journeys that content/ holds, as they were loaded."""

from helpdesk.faq.companions.reading import JOURNEY
from helpdesk.faq.companions.storing import get_companion, list_companions
from helpdesk.faq.journeys.rules import Journey, journey_of

Journeys = dict[str, Journey]
"""By slug, in the order of their files."""


def get_journey(slug: str) -> Journey:
    """Return the journey called `slug`, or raise NotFound."""
    return journey_of(get_companion(JOURNEY, slug).value)


def list_journeys() -> Journeys:
    """Return every journey."""
    return {row.slug: journey_of(row.value) for row in list_companions(JOURNEY)}
