"""Builders of what tests need; each takes only what matters."""

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.outbox.models import OutgoingMail


def outgoing() -> Sequence[OutgoingMail]:
    """Return every mail in the outbox, oldest first."""
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
