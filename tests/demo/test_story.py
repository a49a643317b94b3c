"""The story is told through the use cases, and is the same each time."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from helpdesk.db import db
from helpdesk.demo.mails import OPENS
from helpdesk.demo.network import found
from helpdesk.demo.people import CHARACTERS, LOGINS, engage
from helpdesk.demo.story import is_told, tell_story
from helpdesk.faq.loading import load_content
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.rules import State
from helpdesk.organisations.models import Organisation
from helpdesk.outbox.models import OutgoingMail
from helpdesk.places import find_folder
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status

END = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def settings(settings):
    """As the demo has them: mail that comes in is read."""
    return settings.model_copy(update={"mail_inbound_address": "aide@example.org"})


@pytest.fixture
def told(app) -> list[str]:
    load_content(find_folder("content"), now=END)
    lines: list[str] = []
    tell_story(now=END, tell=lines.append, dossiers=60)
    return lines


def test_the_story_leaves_dossiers_in_every_state(told):
    statuses = Counter(db.session.scalars(select(Ticket.status)))

    assert statuses.total() == 60 + OPENS
    assert {Status.NEW, Status.OPEN, Status.WAITING, Status.RESOLVED} <= statuses.keys()
    assert is_told()


def test_mail_comes_in_of_every_kind_that_agents_meet(told):
    states = Counter(db.session.scalars(select(IncomingMail.state)))

    assert states == {State.FILED: OPENS + 1, State.TO_CHECK: 1, State.QUARANTINED: 1, State.SILENT: 1}


def test_nothing_in_the_story_happens_after_its_end(told):
    assert db.session.scalar(select(func.max(Ticket.updated_at))) <= END
    assert db.session.scalar(select(func.max(OutgoingMail.created_at))) <= END


def test_there_are_forty_organisations_and_thirteen_people(app):
    cast = engage(now=END)

    codes = found(cast, now=END)

    assert len(codes) == len(set(codes)) == 40
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 40
    assert len(CHARACTERS) == 13
    assert set(LOGINS.values()) <= cast.keys()
