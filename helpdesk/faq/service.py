"""What readers tell us: votes, questions that an article answered, words they searched for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from helpdesk.core.errors import NotFound
from helpdesk.core.masking import mask
from helpdesk.core.topics import TOPICS
from helpdesk.db import INSERTS, db, transactional
from helpdesk.faq.models import Article, ArticleVote, Deflection, SearchCount
from helpdesk.faq.rules import ArticleKind, ArticleStatus, VoteReason


@dataclass(frozen=True)
class Searched:
    """One query of one day, normalised."""

    day: date
    query: str
    lang: str


@dataclass(frozen=True)
class Tally:
    """How often a query was asked, and how many results it had last."""

    count: int
    results: int


@transactional
def cast_vote(slug: str, lang: str, *, helpful: bool, now: datetime) -> int:
    """Count whether an article helped; return the vote’s id, so that a reason can be added."""
    article_id = _article_id(slug, lang)
    vote = ArticleVote(article_id=article_id, helpful=helpful, reason=None, comment="", created_at=now)
    db.session.add(vote)
    counted = Article.helpful if helpful else Article.unhelpful
    db.session.execute(update(Article).where(Article.id == article_id).values({counted: counted + 1}))
    db.session.flush()
    return vote.id


@transactional
def explain_vote(vote_id: int, *, reason: VoteReason | None, comment: str) -> None:
    """Add to a vote why the article did not help; accounts and the like are masked in the comment."""
    vote = db.session.get(ArticleVote, vote_id)
    if vote is None:
        raise NotFound
    vote.reason = reason
    vote.comment = mask(comment).text


@transactional
def record_deflection(slug: str, *, category: str, now: datetime) -> None:
    """Count that an article answered somebody who was about to write to us."""
    known = category if category in TOPICS else ""
    db.session.add(Deflection(article_id=_article_id(slug, "fr"), category=known, created_at=now))


@transactional
def record_searches(tallies: Mapping[Searched, Tally]) -> None:
    """Add searches that were counted in memory to the table."""
    rows = [
        {
            "day": each.day,
            "query": each.query,
            "lang": each.lang,
            "count": tally.count,
            "results": tally.results,
        }
        for each, tally in tallies.items()
    ]
    insert = INSERTS[db.engine.dialect.name](SearchCount).values(rows)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["day", "query", "lang"],
            set_={"count": SearchCount.count + insert.excluded.count, "results": insert.excluded.results},
        )
    )


def _article_id(slug: str, lang: str) -> int:
    found = db.session.scalars(
        select(Article.id)
        .where(
            Article.slug == slug,
            Article.kind == ArticleKind.FAQ,
            Article.status == ArticleStatus.PUBLISHED,
            Article.lang.in_({lang, "fr"}),
        )
        .order_by(Article.lang != lang)
    ).first()
    if found is None:
        raise NotFound
    return found
