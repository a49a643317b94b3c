"""What those who work here chose about their mails. One row a choice; without a row the event's own timing holds."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.outbox.preferences.rules import Digest, Timing


class NoticeChoice(Model):
    """When one person wants one kind of notice; `scope` is empty or narrows it, e.g. to `desk:3`."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(20), primary_key=True)
    event: Mapped[str] = mapped_column(String(80), primary_key=True)
    timing: Mapped[Timing] = mapped_column(Enum(Timing, native_enum=False, length=10, values_callable=list))


class MailHabit(Model):
    """How one person gets mail: links only or whole, and when the digest comes (`weekday` 0 is Monday)."""

    __tablename__ = "mail_habit"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    link_only: Mapped[bool]
    digest: Mapped[Digest] = mapped_column(Enum(Digest, native_enum=False, length=10, values_callable=list))
    weekday: Mapped[int]
    hour: Mapped[int]
    digested_at: Mapped[datetime | None]
