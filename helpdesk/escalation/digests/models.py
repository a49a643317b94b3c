"""Who was told about which proposal, or is to be."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class EscalationNotice(Model):
    """One proposal and one person to be told about it; `told_at` is None while it waits for a digest.

    Rows are kept for a day after they were told, to count what somebody got lately.
    """

    __tablename__ = "escalation_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    """The template of the mail it would have been: `proposed`, `unconfirmed`."""
    address: Mapped[str] = mapped_column(String(254))
    lang: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    in_digest: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_escalation_notice_told", "told_at", "address"),)
