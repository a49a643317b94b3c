"""Mails for trying: our own, and collections of others that `.ci/mail-corpora` fetches."""

import os
from pathlib import Path

import pytest

OWN = Path(__file__).parents[1] / "mails"
FETCHED = os.environ.get("HELPDESK_TEST_MAIL_CORPORA", "")

needs_corpora = pytest.mark.skipif(
    not FETCHED, reason='the collections of mails are missing: eval "$(.ci/mail-corpora)"'
)


def mails_of(name: str) -> list[Path]:
    """Return the mails of a fetched collection, bounces or oddities; none when it was not fetched."""
    return sorted((Path(FETCHED) / name).glob("*.txt")) if FETCHED else []


def own_mails() -> list[Path]:
    return sorted(OWN.glob("*.eml"))
