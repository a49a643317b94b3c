"""Reading the list of synonyms."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import func, select

from helpdesk.core.errors import NotFound
from helpdesk.db import db
from helpdesk.engines.search.synonyms import SHIPPED, Synonyms
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.rules import MOST_GROUPS

# Any change shows in one of the three: a group that comes, goes, or is written again.
_STAMP = select(
    func.count(SynonymGroup.id), func.max(SynonymGroup.id), func.max(SynonymGroup.updated_at)
).select_from(SynonymGroup)


def synonyms_in_use() -> Synonyms:
    """Return the list that searches use now; the same object as long as no process changed it."""
    stamp = tuple(db.session.connection().execute(_STAMP).one())
    kept = current_app.extensions.get("synonyms")
    if kept is None or kept[0] != stamp:
        own = Synonyms([row.words for row in list_groups()]) if stamp[0] else SHIPPED
        kept = current_app.extensions["synonyms"] = stamp, own
    found: Synonyms = kept[1]
    return found


def list_groups() -> Sequence[SynonymGroup]:
    """Return the groups that editors keep, in the order they came; none while the shipped list holds."""
    return db.session.scalars(select(SynonymGroup).order_by(SynonymGroup.id).limit(MOST_GROUPS)).all()


def get_group(group_id: int) -> SynonymGroup:
    """Return a group, or raise NotFound."""
    found = db.session.get(SynonymGroup, group_id)
    if found is None:
        raise NotFound
    return found
