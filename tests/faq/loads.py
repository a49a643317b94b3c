"""What a load of a folder did, and an article as it left it."""

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.loading import Loaded
from helpdesk.faq.models import Article


def counts(done: Loaded) -> tuple[int, int, int, int]:
    return done.added, done.changed, done.unchanged, done.unpublished


def article(slug: str = "double-prelevement") -> Article:
    db.session.expire_all()
    return db.session.scalars(select(Article).where(Article.slug == slug)).one()
