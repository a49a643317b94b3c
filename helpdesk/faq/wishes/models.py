"""What every wish about being written to has, whatever it is about."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class Correspondence(Model):
    """A mailbox that is written to about one thing, until one click ends it."""

    __abstract__ = True

    ABOUT: ClassVar[str]
    """The column that says what it is about."""
    PURPOSE: ClassVar[str]
    """What its links are signed for, so that those of one kind open nothing of another."""
    LEFT_AT: ClassVar[str]
    """The endpoint of the one click that ends it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    lang: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(index=True)


class Wish(Correspondence):
    """A mailbox that wishes to be written to about one thing. Deleted when it is left or was never confirmed."""

    __abstract__ = True

    confirmed_at: Mapped[datetime | None]
