from datetime import timedelta

import pytest

from tests.builders import a_ticket

ANOTHER = "Encore le double prélèvement"


@pytest.fixture
def two(app, now):
    """Return two dossiers of one person, the newer one first."""
    first = a_ticket(now)
    return a_ticket(now + timedelta(hours=1), subject=ANOTHER, body="Je vous relance."), first
