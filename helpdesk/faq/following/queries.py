"""Reading who is due a digest, and what is new in a collection."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, db
from helpdesk.faq.following.models import CollectionFollower
from helpdesk.faq.models import Article, Collection
from helpdesk.faq.nesting import inside
from helpdesk.faq.queries import MOST_IN_A_LIST, findable, list_collections
from helpdesk.web.i18n import SOURCE_LANGUAGE


def get_collection(slug: str) -> Collection:
    """Return a collection, or raise NotFound."""
    found = db.session.get(Collection, slug)
    if found is None:
        raise NotFound
    return found


def list_due(before: datetime, limit: int) -> Sequence[CollectionFollower]:
    """Lock some of those who confirmed and were told up to before `before`; those who are locked are left out."""
    return db.session.scalars(
        select(CollectionFollower)
        .where(CollectionFollower.told_at < before)
        .order_by(CollectionFollower.told_at, CollectionFollower.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def list_news(collection: str, lang: str, since: datetime, until: datetime) -> list[AnyRow]:
    """Return what came or changed in a collection and in those inside it, as `lang` reads it, new articles first.

    Only what is for everybody: nobody has signed in to read a mail. `is_new` tells what came from what changed.
    """
    slugs = inside(collection, list_collections())
    came = and_(Article.arrived_at > since, Article.arrived_at <= until)
    # An article written ahead comes on its first day.
    opened = and_(Article.valid_from > local(since).date(), Article.valid_from <= local(until).date())
    changed = and_(Article.worded_at > since, Article.worded_at <= until)
    rows = db.session.execute(
        select(Article.slug, Article.lang, Article.title, or_(came, opened).label("is_new"))
        .where(
            findable(local(until).date()),
            Article.collection.in_(slugs),
            Article.lang.in_({lang, SOURCE_LANGUAGE}),
            or_(came, opened, changed),
        )
        .order_by(or_(came, opened).desc(), Article.position, Article.slug)
        .limit(MOST_IN_A_LIST)
    ).all()
    translated = _translated({row.slug for row in rows}, lang)
    return [row for row in rows if row.lang == lang or row.slug not in translated]


def _translated(slugs: set[str], lang: str) -> set[str]:
    """Return which of these articles a reader of `lang` has in it: a change of the French text is no news to them."""
    if lang == SOURCE_LANGUAGE or not slugs:
        return set()
    return set(db.session.scalars(select(Article.slug).where(Article.slug.in_(slugs), Article.lang == lang)))
