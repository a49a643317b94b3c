"""The desk that complaints go to."""

import pytest
from flask import Flask

from helpdesk.desks.models import Desk
from tests.builders import a_desk


@pytest.fixture(autouse=True)
def desk(app: Flask) -> Desk:
    return a_desk()
