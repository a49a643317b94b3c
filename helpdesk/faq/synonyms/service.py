"""Changing the list of synonyms. The first change copies the shipped list, which then no longer counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from helpdesk.core.errors import Refused
from helpdesk.db import db, transactional
from helpdesk.engines.search.synonyms import GROUPS
from helpdesk.faq.synonyms.doors import keep_text
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.queries import get_group
from helpdesk.faq.synonyms.rules import MOST_GROUPS
from helpdesk.web.i18n import gettext as _


@transactional
def own_list(*, now: datetime) -> None:
    """Copy the shipped list into the table, unless there are groups already."""
    if _how_many() == 0:
        db.session.add_all(SynonymGroup(words=list(group), updated_at=now) for group in GROUPS)
        db.session.flush()
        keep_text(now=now)


@transactional
def add_group(words: Sequence[str], *, now: datetime) -> SynonymGroup:
    """Add a group; raise Refused when there are too many."""
    own_list(now=now)
    if _how_many() >= MOST_GROUPS:
        raise Refused(_("La liste est pleine : %(most)s groupes au plus.", most=MOST_GROUPS))
    group = SynonymGroup(words=list(words), updated_at=now)
    db.session.add(group)
    db.session.flush()
    keep_text(now=now)
    return group


@transactional
def change_group(group_id: int, words: Sequence[str], *, now: datetime) -> None:
    """Give a group other words."""
    group = get_group(group_id)
    group.words = list(words)
    group.updated_at = now
    keep_text(now=now)


@transactional
def remove_group(group_id: int, *, now: datetime) -> None:
    """Remove a group; with the last one, the shipped list holds again."""
    db.session.delete(get_group(group_id))
    db.session.flush()
    keep_text(now=now)


@transactional
def forget_list(*, now: datetime) -> None:
    """Go back to the shipped list."""
    db.session.execute(delete(SynonymGroup))
    keep_text(now=now)


def _how_many() -> int:
    return db.session.scalar(select(func.count(SynonymGroup.id))) or 0
