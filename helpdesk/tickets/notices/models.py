"""What is still to be told to those who work on a dossier."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class DeskNotice(Model):
    """Something to tell about a dossier, until the worker makes it a mail for each who then answers for it.

    The row goes in the transaction that writes the mails: it stands for them, and never beside them.
    """

    __tablename__ = "desk_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(40))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    """The desk that had the dossier when it happened."""
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who had the dossier and alone is told; None tells the whole desk."""
    but_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who caused it and need not be told."""
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it is told; later than `created_at` only after a failure."""
