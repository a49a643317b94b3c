"""What those who write and publish are told by mail."""

from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.faq.owners import active_people
from helpdesk.faq.writing.models import Manuscript, Revision
from helpdesk.faq.writing.rules import Event
from helpdesk.outbox.service import Envelope, compose, post, post_all


def tell_publishers(row: Manuscript, by: Viewer, note: str, *, now: datetime) -> None:
    """Say to those who may publish that a text waits for them."""
    envelopes = [
        Envelope(each.email, each.lang) for each in active_people(Role.PUBLISHER) if each.id != by.id
    ]
    if envelopes:
        post_all(
            compose("faq/submitted", envelopes, now=now, title=row.title, by=by.name, note=note, id=row.id)
        )


def tell_author(row: Manuscript, by: Viewer, note: str, *, now: datetime) -> None:
    """Give the reviewer’s words to who submitted the text, or wrote in it last."""
    author_id = db.session.scalar(
        select(Revision.person_id)
        .where(Revision.manuscript_id == row.id, Revision.event == Event.SUBMITTED)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    author = db.session.get(Person, author_id or row.author_id or 0)
    if author is None or author.disabled_at is not None:
        return
    envelope = Envelope(author.email, author.lang)
    post("faq/sent_back", envelope, now=now, title=row.title, by=by.name, note=note, id=row.id)


def tell_failure(row: Manuscript, person: Person, why: str, *, now: datetime) -> None:
    """Say that a text could not be published at its hour."""
    post(
        "faq/not_published", Envelope(person.email, person.lang), now=now, title=row.title, why=why, id=row.id
    )
