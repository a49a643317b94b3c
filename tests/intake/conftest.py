"""A mail server of our own, and the desk that takes what comes in."""

from collections.abc import Iterator

import pytest

from tests.intake.dovecot import Dovecot, running_dovecot, why_not


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with running_dovecot() as server:
        yield server
