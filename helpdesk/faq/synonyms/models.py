"""The groups that editors keep; without any row, the list shipped with the program holds."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class SynonymGroup(Model):
    """Words and phrases that mean the same, as typed."""

    __tablename__ = "synonym_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]] = mapped_column(JSON)
    updated_at: Mapped[datetime]
