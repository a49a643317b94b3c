"""Reading promises and who waits for them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, AnySelect, db
from helpdesk.faq.models import Article
from helpdesk.faq.promises.models import PromiseReminder, Subscription
from helpdesk.faq.promises.rules import Standing
from helpdesk.faq.queries import MOST_IN_A_LIST, findable
from helpdesk.faq.readers.rules import EVERYTHING, NOBODY, Badges
from helpdesk.web.i18n import SOURCE_LANGUAGE


def get_promise(slug: str, lang: str, today: date, badges: Badges = NOBODY) -> AnyRow:
    """Return what an article promises, as `lang` reads it; raise NotFound when it promises nothing any more."""
    row = db.session.execute(
        _promises(today, badges)
        .where(Article.slug == slug, Article.lang.in_({lang, SOURCE_LANGUAGE}))
        .where(Article.promise_kept_on.is_(None))
        .order_by(Article.lang != lang)
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    return row


def list_promises(today: date) -> Sequence[AnyRow]:
    """Return every promise, those due first at the top, with how many wait to be told."""
    waiting = (
        select(func.count())
        .where(Subscription.slug == Article.slug, Subscription.confirmed_at.is_not(None))
        .scalar_subquery()
    )
    return db.session.execute(
        _promises(today, EVERYTHING)
        .add_columns(waiting.label("waiting"))
        .where(Article.lang == SOURCE_LANGUAGE)
        .order_by(
            Article.promise_kept_on.is_not(None), Article.promise_due_on.is_(None), Article.promise_due_on
        )
        .limit(MOST_IN_A_LIST)
    ).all()


def list_kept_slugs(today: date) -> Sequence[str]:
    """Return the articles whose promise is kept and for which somebody waits."""
    return db.session.scalars(
        select(Article.slug)
        .join(Subscription, Subscription.slug == Article.slug)
        .where(findable(today, EVERYTHING), Article.lang == SOURCE_LANGUAGE, Article.promise_kept_on <= today)
        .where(Subscription.confirmed_at.is_not(None))
        .distinct()
    ).all()


def list_reminded() -> set[tuple[str, date, Standing]]:
    """Return which reminders were sent."""
    rows = db.session.execute(select(PromiseReminder.slug, PromiseReminder.due_on, PromiseReminder.standing))
    return {(row.slug, row.due_on, row.standing) for row in rows}


def _promises(today: date, badges: Badges) -> AnySelect:
    columns = (
        Article.slug,
        Article.lang,
        Article.title,
        Article.promise,
        Article.promise_due_on,
        Article.promise_kept_on,
        Article.owner,
    )
    return select(*columns).where(findable(today, badges), Article.promise != "")
