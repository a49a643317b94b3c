"""Which dossiers were made one, and what it takes to undo it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class TicketMerge(Model):
    """A dossier whose history went into another one; `undone_at` is set once it has it back."""

    __tablename__ = "ticket_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    line_ids: Mapped[list[int]] = mapped_column(JSON)
    """The lines of the history that went over."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Where the dossier stood: `{"status", "desk_id", "confidential", "clocks", "took_callback"}`."""
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
