"""What the worker does for those who write: texts published at their hour, owners told what to review."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from helpdesk.accounts.models import Person
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db, transactional
from helpdesk.faq.owners import mailboxes_of
from helpdesk.faq.writing import holding, letters, service
from helpdesk.faq.writing.history import Line, keep_revision
from helpdesk.faq.writing.holding import Step
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Event, Kind, State
from helpdesk.outbox.service import compose, post_all
from helpdesk.web.i18n import gettext as _

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
MOST_TITLES = 50


def publish_due(*, now: datetime) -> int:
    """Publish every text whose hour has come, each in its own transaction; return how many.

    One that cannot be published any more is held back, and who had asked for it is told why.
    """
    due = select(Manuscript.id).where(Manuscript.publish_at <= now).order_by(Manuscript.publish_at)
    return sum(_publish(each, now=now) for each in db.session.scalars(due.limit(MOST_AT_ONCE)).all())


def _publish(manuscript_id: int, *, now: datetime) -> bool:
    try:
        row = holding.get(manuscript_id)
        person = db.session.get(Person, row.scheduled_by or 0)
        if person is None or person.disabled_at is not None:
            raise Refused(_("Qui l’avait demandé n’a plus de compte."))
        by = Viewer(person.id, person.name, person.email, person.lang, person.roles)
        service.publish(manuscript_id, Step(by, row.version, now))
    except (Refused, NotFound) as refusal:
        hold_back(manuscript_id, str(refusal) or _("Qui l’avait demandé ne peut plus publier."), now=now)
    except Exception:
        log.exception("a text could not be published at its hour: manuscript id %s", manuscript_id)
    else:
        return True
    return False


@transactional
def hold_back(manuscript_id: int, why: str, *, now: datetime) -> None:
    """Stop a publication that failed at its hour, and say so."""
    row = db.session.get(Manuscript, manuscript_id, with_for_update=True, populate_existing=True)
    if row is None or row.publish_at is None or row.publish_at > now:
        return
    person = db.session.get(Person, row.scheduled_by or 0)
    row.publish_at = row.scheduled_by = None
    row.version += 1
    keep_revision(row, Line(Event.UNSCHEDULED, note=why), now=now)
    if person is not None and person.disabled_at is None:
        letters.tell_failure(row, person, why, now=now)


def remind_stale(*, now: datetime) -> int:
    """Tell each owner what should be reviewed, in one mail each, once in a period; return how many mails."""
    today = local(now).date()
    return sum(_remind(owner, today, now=now) for owner in _owners(today))


def _stale(today: date) -> tuple[ColumnElement[bool], ...]:
    period = timedelta(days=settings().content_review_days)
    return (
        Manuscript.kind == Kind.ARTICLE,
        Manuscript.state != State.ARCHIVED,
        Manuscript.reviewed_on <= today - period,
        or_(Manuscript.alarmed_on.is_(None), Manuscript.alarmed_on <= today - period),
    )


def _owners(today: date) -> Sequence[str]:
    asked = select(Manuscript.owner).where(*_stale(today)).distinct().order_by(Manuscript.owner)
    return db.session.scalars(asked).all()


@transactional
def _remind(owner: str, today: date, *, now: datetime) -> int:
    rows = db.session.scalars(
        select(Manuscript)
        .where(*_stale(today), Manuscript.owner == owner)
        .order_by(Manuscript.reviewed_on, Manuscript.id)
        .with_for_update()
    ).all()
    envelopes = mailboxes_of(owner)
    if not rows or not envelopes:
        return 0
    for row in rows:
        row.alarmed_on = today
    titles = [row.title for row in rows[:MOST_TITLES]]
    post_all(compose("faq/stale", envelopes, now=now, owner=owner, titles=titles))
    return len(envelopes)
