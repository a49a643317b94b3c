"""Who follows a collection by mail."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.faq.wishes.models import Wish


class CollectionFollower(Wish):
    """A wish to have a digest of one collection."""

    __tablename__ = "collection_follower"
    ABOUT, PURPOSE, LEFT_AT = "collection", "to follow", "faq.unfollow_at_once"

    collection: Mapped[str] = mapped_column(String(60))
    told_at: Mapped[datetime | None] = mapped_column(index=True)
    """Up to when changes were told; from the confirmation on."""

    __table_args__ = (UniqueConstraint("collection", "email"),)
