"""The notices that readers see: few, read all at once, since each shows which others speak of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from helpdesk.db import AnyRow, db
from helpdesk.faq.models import Article
from helpdesk.faq.notices.citing import Names, call
from helpdesk.faq.notices.rules import MOST_NOTICES, Notice, Numbered
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.web.i18n import LANGUAGES, SOURCE_LANGUAGE


def list_notices(lang: str = SOURCE_LANGUAGE) -> Sequence[Notice]:
    """Return every notice once, in `lang` where it is written in it, else in French."""
    found = {row.slug: _notice(row) for row in _rows(SOURCE_LANGUAGE)}
    if lang != SOURCE_LANGUAGE:
        found |= {row.slug: _notice(row) for row in _rows(lang)}
    return list(found.values())


def called_notices() -> Mapping[str, Names]:
    """Return how each notice is cited by texts of each language."""
    return {
        lang: {each.slug: call(each.numbered, each.lang) for each in list_notices(lang)} for lang in LANGUAGES
    }


def find_called(slug: str, lang: str) -> Numbered | None:
    """Return what a notice is cited by today; None for one that no reader sees in this language."""
    row = next((row for row in _rows(lang) if row.slug == slug), None)
    return _notice(row).numbered if row else None


def _rows(lang: str) -> Sequence[AnyRow]:
    return db.session.execute(
        select(Article.slug, Article.lang, Article.title, Article.summary, Article.notice)
        .where(
            Article.kind == ArticleKind.NOTICE,
            Article.status == ArticleStatus.PUBLISHED,
            Article.lang == lang,
        )
        .order_by(Article.slug)
        .limit(MOST_NOTICES)
    ).all()


def _notice(row: AnyRow) -> Notice:
    told = row.notice
    numbered = Numbered(told["series"], told["number"], date.fromisoformat(told["day"]))
    return Notice(row.slug, row.lang, row.title, row.summary, numbered, told["supersedes"], told["reminds"])
