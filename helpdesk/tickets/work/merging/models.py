"""Which dossiers were made one, and what it takes to undo it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.tickets.rules import Status


class TicketMerge(Model):
    """A dossier whose history went into another one; `undone_at` is set once it has it back."""

    __tablename__ = "ticket_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    status_before: Mapped[Status] = mapped_column(
        Enum(Status, native_enum=False, length=10, values_callable=list)
    )
    moved: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    """Numbers of the lines and links that went over: `{"lines": […], "links": […]}`."""
    filled: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the other dossier took over, by column, as it was there before."""
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
