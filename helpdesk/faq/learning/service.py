"""Learning words from readers and agents, what editors decide about them, and forgetting."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import INSERTS, db, transactional
from helpdesk.faq.learning.models import AliasProposal, ReadingCount
from helpdesk.faq.learning.rules import ProposalState, Source, alias_from, key_of
from helpdesk.faq.models import Article, ArticleVote, Deflection, SearchCount
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.faq.writing.amending import add_alias
from helpdesk.web.i18n import gettext as _


@transactional
def learn(slug: str, lang: str, text: str, source: Source, *, now: datetime) -> bool:
    """Count that an article answers these words; tell whether they may be kept and are new to it.

    Only an article in the language of the words learns from them. What an editor dismissed is counted and stays
    dismissed.
    """
    words = alias_from(text)
    article = _article(slug, lang) if words else None
    if words is None or article is None:
        return False
    key = key_of(words)
    if not key or key in {key_of(each) for each in (article.title, *article.aliases)}:
        return False
    _count(article.id, key, words, source, now)
    return True


def _article(slug: str, lang: str) -> Article | None:
    return db.session.scalars(
        select(Article).where(
            Article.slug == slug,
            Article.lang == lang,
            Article.kind == ArticleKind.FAQ,
            Article.status == ArticleStatus.PUBLISHED,
        )
    ).first()


def _count(article_id: int, key: str, words: str, source: Source, now: datetime) -> None:
    today = local(now).date()
    row = {
        "article_id": article_id,
        "key": key,
        "words": words,
        **{each.value: int(each is source) for each in Source},
        "state": ProposalState.OPEN,
        "first_on": today,
        "last_on": today,
    }
    insert = INSERTS[db.engine.dialect.name](AliasProposal).values(row)
    column = getattr(AliasProposal, source.value)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["article_id", "key"],
            set_={source.value: column + 1, "last_on": insert.excluded.last_on},
        )
    )


def approve(proposal_id: int, words: str, *, by: Viewer, now: datetime) -> None:
    """Add a formulation to its article, as the editor left it; search knows it as soon as the worker looked.

    The article first, which is rendered outside any transaction; a second click finds it there and changes nothing.
    """
    alias = alias_from(words)
    if alias is None:
        raise Refused(
            _(
                "Gardez une formulation courte, sans nom ni numéro : elle est publique dans le fichier de la fiche."
            )
        )
    row = _open(proposal_id)
    article = db.session.get_one(Article, row.article_id)
    add_alias(article.slug, article.lang, alias, by=by, now=now)
    _decide(proposal_id, ProposalState.APPROVED, by=by, now=now)


def dismiss(proposal_id: int, *, by: Viewer, now: datetime) -> None:
    """Put a proposal aside for good."""
    _decide(_open(proposal_id).id, ProposalState.DISMISSED, by=by, now=now)


def _open(proposal_id: int) -> AliasProposal:
    row = db.session.get(AliasProposal, proposal_id)
    if row is None:
        raise NotFound
    if row.state is not ProposalState.OPEN:
        raise Refused(_("Quelqu’un d’autre a déjà décidé de cette proposition."), status=409)
    return row


@transactional
def _decide(proposal_id: int, state: ProposalState, *, by: Viewer, now: datetime) -> None:
    db.session.execute(
        update(AliasProposal)
        .where(AliasProposal.id == proposal_id, AliasProposal.state == ProposalState.OPEN)
        .values(state=state, decided_at=now, decided_by=by.id)
    )


@transactional
def mark_handled(article_id: int, vote_id: int | None, *, now: datetime) -> int:
    """Note that an opinion on an article was dealt with, or all of them; return how many."""
    open_ones = (
        update(ArticleVote)
        .where(ArticleVote.article_id == article_id, ArticleVote.handled_at.is_(None))
        .where(ArticleVote.helpful.is_(False), ArticleVote.created_at <= now)
    )
    if vote_id is not None:
        open_ones = open_ones.where(ArticleVote.id == vote_id)
    return db.session.connection().execute(open_ones.values(handled_at=now)).rowcount


@transactional
def forget_old(*, now: datetime) -> int:
    """Delete tallies, opinions and undecided proposals past their time; return how many rows. For the worker.

    What readers say of an article stays in its two sums; what was dismissed stays, since it was dismissed for good.
    """
    before = now - timedelta(days=settings().statistics_days)
    day = local(before).date()
    old = (
        delete(SearchCount).where(SearchCount.day < day),
        delete(ReadingCount).where(ReadingCount.day < day),
        delete(ArticleVote).where(ArticleVote.created_at < before),
        delete(Deflection).where(Deflection.created_at < before),
        delete(AliasProposal).where(AliasProposal.state == ProposalState.OPEN, AliasProposal.last_on < day),
    )
    return sum(db.session.connection().execute(each).rowcount for each in old)
