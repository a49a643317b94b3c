"""Who wants to be told that a promise is kept, and which reminders editors have had."""

from datetime import date, datetime

from sqlalchemy import Enum, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.faq.promises.rules import Standing
from helpdesk.faq.wishes.models import Wish


class Subscription(Wish):
    """A wish to be told, once, that an article’s promise is kept. Deleted when told, too."""

    __tablename__ = "subscription"
    ABOUT, PURPOSE, LEFT_AT = "slug", "to be told", "faq.leave_wish_at_once"

    slug: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("slug", "email"),)


class PromiseReminder(Model):
    """A reminder that editors had: one for each promise, day and standing."""

    __tablename__ = "promise_reminder"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    standing: Mapped[Standing] = mapped_column(
        Enum(Standing, native_enum=False, length=10, values_callable=list), primary_key=True
    )
    sent_at: Mapped[datetime]
