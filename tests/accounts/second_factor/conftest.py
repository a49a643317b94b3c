"""Somebody who set up the second factor."""

from datetime import timedelta

import pytest

from tests.accounts.conftest import sign_in, with_password
from tests.accounts.second_factor.enrolling import enrol


@pytest.fixture
def enrolled(client, people, hour):
    """The administrator set up the second factor, signed out, and gave the password again."""
    sign_in(client, with_password(people.administrator))
    seed, codes = enrol(client, hour.at)
    client.post("/deconnexion")
    hour.at += timedelta(minutes=1)
    sign_in(client, people.administrator)
    return seed, codes
