"""What editors look at: proposed formulations, and opinions on articles, the most harmful first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Subquery, case, func, select
from sqlalchemy.orm import aliased

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, db
from helpdesk.faq.learning.models import AliasProposal, ReadingCount
from helpdesk.faq.learning.rules import ProposalState, harm
from helpdesk.faq.models import Article, ArticleVote
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Kind
from helpdesk.web.i18n import SOURCE_LANGUAGE

MOST_PROPOSALS = 60
MOST_HARMFUL = 60
MOST_OPINIONS = 200


def list_proposals() -> Sequence[AnyRow]:
    """Return the open proposals with their articles, those that most people made first."""
    total = AliasProposal.votes + AliasProposal.accepted + AliasProposal.linked
    return db.session.execute(
        select(
            AliasProposal.id,
            AliasProposal.words,
            AliasProposal.votes,
            AliasProposal.accepted,
            AliasProposal.linked,
            AliasProposal.last_on,
            total.label("count"),
            Article.slug,
            Article.lang,
            Article.title,
            Article.aliases,
        )
        .join(Article, Article.id == AliasProposal.article_id)
        .where(AliasProposal.state == ProposalState.OPEN, Article.status == ArticleStatus.PUBLISHED)
        .order_by(total.desc(), AliasProposal.last_on.desc(), AliasProposal.id)
        .limit(MOST_PROPOSALS)
    ).all()


def count_proposals() -> int:
    """Return how many proposals are open."""
    return (
        db.session.scalar(
            select(func.count(AliasProposal.id))
            .join(Article, Article.id == AliasProposal.article_id)
            .where(AliasProposal.state == ProposalState.OPEN, Article.status == ArticleStatus.PUBLISHED)
        )
        or 0
    )


@dataclass(frozen=True)
class Judged:
    """An article with what its readers said since a day; `new` opinions nobody has dealt with yet."""

    id: int
    slug: str
    lang: str
    title: str
    views: int
    helpful: int
    unhelpful: int
    new: int

    @property
    def harm(self) -> float:
        """How many readers it likely left without an answer."""
        return harm(self.views, self.helpful, self.unhelpful)


def list_judged(since: datetime, first: date) -> list[Judged]:
    """Return the articles that somebody said did not help since then, the most harmful first."""
    said = _said(since)
    read = _read(first)
    rows = db.session.execute(
        select(
            Article.id,
            Article.slug,
            Article.lang,
            Article.title,
            func.coalesce(read.c.views, 0).label("views"),
            said.c.helpful,
            said.c.unhelpful,
            said.c.new,
        )
        .join(said, said.c.article_id == Article.id)
        .outerjoin(read, (read.c.slug == Article.slug) & (read.c.lang == Article.lang))
        .where(said.c.unhelpful > 0)
    )
    judged = [Judged(**row._mapping) for row in rows]
    return sorted(judged, key=lambda each: (-each.harm, -each.unhelpful, each.slug))[:MOST_HARMFUL]


def _read(first: date) -> Subquery:
    """Return the readers of each article: those who ask for a language it is not in read it in French."""
    own = aliased(Article, name="own")
    lang = func.coalesce(own.lang, SOURCE_LANGUAGE)
    return (
        select(ReadingCount.slug, lang.label("lang"), func.sum(ReadingCount.views).label("views"))
        .outerjoin(own, (own.slug == ReadingCount.slug) & (own.lang == ReadingCount.lang))
        .where(ReadingCount.day >= first)
        .group_by(ReadingCount.slug, lang)
        .subquery()
    )


def _said(since: datetime) -> Subquery:
    no = ArticleVote.helpful.is_(False)
    return (
        select(
            ArticleVote.article_id,
            func.sum(case((no, 0), else_=1)).label("helpful"),
            func.sum(case((no, 1), else_=0)).label("unhelpful"),
            func.sum(case((no & ArticleVote.handled_at.is_(None), 1), else_=0)).label("new"),
        )
        .where(ArticleVote.created_at >= since)
        .group_by(ArticleVote.article_id)
        .subquery()
    )


def get_judged(article_id: int) -> AnyRow:
    """Return an article with the id of its text in the editor’s room, None where it has none."""
    row = db.session.execute(
        select(Article.id, Article.slug, Article.lang, Article.title, Manuscript.id.label("manuscript_id"))
        .outerjoin(
            Manuscript,
            (Manuscript.kind == Kind.ARTICLE)
            & (Manuscript.slug == Article.slug)
            & (Manuscript.lang == Article.lang),
        )
        .where(Article.id == article_id)
    ).first()
    if row is None:
        raise NotFound
    return row


def list_opinions(article_id: int) -> Sequence[ArticleVote]:
    """Return the opinions of those whom the article did not help: the open ones first, then the newest."""
    return db.session.scalars(
        select(ArticleVote)
        .where(ArticleVote.article_id == article_id, ArticleVote.helpful.is_(False))
        .order_by(ArticleVote.handled_at.is_not(None), ArticleVote.created_at.desc(), ArticleVote.id.desc())
        .limit(MOST_OPINIONS)
    ).all()
