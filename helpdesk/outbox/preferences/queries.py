"""What somebody chose about notices, looked up when one is about to leave."""

from collections.abc import Iterable, Mapping

from flask import Flask, current_app
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.outbox.preferences.models import MailHabit, NoticeChoice
from helpdesk.outbox.preferences.rules import ANYWHERE, Notice, Timing, timing_of


def init_notices(app: Flask, notices: Iterable[Notice]) -> None:
    """Keep the kinds of notices that the features send, by event."""
    app.extensions["notices"] = {notice.event: notice for notice in notices}


def notices() -> Mapping[str, Notice]:
    """Return every kind of notice that somebody may choose about, by event."""
    kept: Mapping[str, Notice] = current_app.extensions["notices"]
    return kept


def find_timing(event: str, *, person_id: int, scope: str) -> Timing:
    """Return when this person wants this notice; at once for a mail that nobody chooses about."""
    notice = notices().get(event)
    if notice is None or notice.required:
        return Timing.AT_ONCE
    query = select(NoticeChoice.scope, NoticeChoice.timing).where(
        NoticeChoice.person_id == person_id,
        NoticeChoice.event == event,
        NoticeChoice.scope.in_({ANYWHERE, scope}),
    )
    choices = {(row.scope, event): row.timing for row in db.session.execute(query)}
    return timing_of(notice, choices, scope)


def wants_links_only(person_id: int) -> bool:
    """Tell whether this person wants mails without content."""
    query = select(MailHabit.link_only).where(MailHabit.person_id == person_id)
    return bool(db.session.scalar(query))
