"""Which mails that did not arrive were told about."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class UndeliveredMail(Model):
    """A mail that did not arrive, told about once in the history of its dossier.

    Known by its Message-ID: the row of the outbox may be tidied away.
    """

    __tablename__ = "undelivered_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    to_requester: Mapped[bool]
    told_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    """When it left after all, because somebody had it sent again."""
