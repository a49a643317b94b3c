"""Who follows a collection by mail."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class CollectionFollower(Model):
    """A wish to have a digest of one collection. Deleted when it is left or was never confirmed."""

    __tablename__ = "collection_follower"

    id: Mapped[int] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(String(60))
    lang: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None] = mapped_column(index=True)
    """Up to when changes were told; from the confirmation on."""

    __table_args__ = (UniqueConstraint("collection", "email"),)
