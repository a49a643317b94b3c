"""Reading articles. Public pages cost one SELECT each, whatever their number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import aliased

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, AnySelect, ask, db
from helpdesk.faq.models import STATE_ID, Article, Collection, ContentState
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.web.i18n import SOURCE_LANGUAGE
from helpdesk.web.pagecache import Answer, Question

Translation = aliased(Article, name="translation")

MOST_IN_A_LIST = 2_000
FIRST_OF_A_COLLECTION = 4
MOST_HELPFUL = 5
MOST_PROVIDERS = 30


def _readable(asked: AnySelect) -> AnySelect:
    """Narrow to the page at an address. An expired article keeps its page; one not yet valid has none."""
    table = Article.__table__.c
    return (
        asked.where(
            table.slug == bindparam("slug"),
            table.kind == bindparam("kind"),
            table.status == ArticleStatus.PUBLISHED,
            or_(table.lang == bindparam("lang"), table.lang == SOURCE_LANGUAGE),
            or_(table.valid_from.is_(None), table.valid_from <= bindparam("today")),
        )
        .order_by(table.lang != bindparam("lang"))
        .limit(1)
    )


# Built once and run on the bare connection: building a statement and passing it through the session
# take longer than SQLite does to answer, and these run for every page that is served.
_GENERATION = select(ContentState.__table__.c.generation).where(ContentState.__table__.c.id == STATE_ID)
_HASH = _readable(select(*(Article.__table__.c[name] for name in ("content_hash", "helpful", "unhelpful"))))
GENERATION = Question(_GENERATION)
"""What lists depend on: the number of the content, which grows with every change of anything public."""
_PAGE = _readable(
    select(
        *(each for each in Article.__table__.c if each.name not in {"markdown", "plain_text", "aliases"}),
        Collection.__table__.c.title.label("collection_title"),
        Collection.__table__.c.title_en.label("collection_title_en"),
    ).outerjoin(Collection.__table__, Collection.__table__.c.slug == Article.__table__.c.collection)
)


def generation() -> int:
    """Return the number of the content; it grows with every change of anything public."""
    return ask(_GENERATION).scalar() or 0


def findable(today: date) -> ColumnElement[bool]:
    """Return the condition under which lists and search show an article."""
    return and_(
        Article.kind == ArticleKind.FAQ,
        Article.status == ArticleStatus.PUBLISHED,
        or_(Article.valid_from.is_(None), Article.valid_from <= today),
        or_(Article.valid_until.is_(None), Article.valid_until >= today),
    )


def ask_for(slug: str, kind: ArticleKind, lang: str, today: date) -> Question:
    """Return what the page of an article depends on."""
    return Question(_HASH, {"slug": slug, "kind": kind, "lang": lang, "today": today})


def searchable(today: date) -> ColumnElement[bool]:
    """Return the condition under which search finds a text: an article that lists show, or a guide."""
    is_guide = and_(Article.kind == ArticleKind.GUIDE, Article.status == ArticleStatus.PUBLISHED)
    return or_(findable(today), is_guide)


def get_article(slug: str, kind: ArticleKind, lang: str, today: date) -> AnyRow:
    """Return what the page of an article shows, in `lang` if it is written in it, else in French."""
    where = {"slug": slug, "kind": kind, "lang": lang, "today": today}
    row = db.session.connection().execute(_PAGE, where).first()
    if row is None:
        raise NotFound
    return row


def answer_of(row: AnyRow) -> Answer:
    """Return what the question of an article that was read had answered: its content, and what readers say."""
    return row.content_hash, row.helpful, row.unhelpful


def list_first_articles(today: date, lang: str) -> Sequence[AnyRow]:
    """Return the first articles of every collection, each with its collection, their number, the generation."""
    ranked = (
        select(
            Article.collection,
            Article.slug,
            *_in_words_of(lang, Article.title),
            func.row_number()
            .over(partition_by=Article.collection, order_by=(Article.position, Article.slug))
            .label("place"),
            func.count().over(partition_by=Article.collection).label("how_many"),
        )
        .outerjoin(Translation, _translated(today, lang))
        .where(findable(today), Article.lang == SOURCE_LANGUAGE)
        .subquery()
    )
    return db.session.execute(
        select(Collection, ranked, _GENERATION.scalar_subquery().label("generation"))
        .join(ranked, ranked.c.collection == Collection.slug)
        .where(ranked.c.place <= FIRST_OF_A_COLLECTION)
        .order_by(Collection.position, ranked.c.place)
    ).all()


def list_most_helpful(today: date, lang: str) -> Sequence[AnyRow]:
    """Return the articles that most readers said helped them; those that helped nobody are left out."""
    return db.session.execute(
        select(Article.slug, *_in_words_of(lang, Article.title), Article.helpful)
        .outerjoin(Translation, _translated(today, lang))
        .where(findable(today), Article.lang == SOURCE_LANGUAGE, Article.helpful > Article.unhelpful)
        .order_by((Article.helpful - Article.unhelpful).desc(), Article.slug)
        .limit(MOST_HELPFUL)
    ).all()


def list_providers(today: date) -> Sequence[str]:
    """Return the providers that articles are about, by name."""
    return db.session.scalars(
        select(Article.provider)
        .where(findable(today), Article.provider != "")
        .distinct()
        .order_by(Article.provider)
        .limit(MOST_PROVIDERS)
    ).all()


def list_collections() -> Sequence[Collection]:
    """Return the collections in their order."""
    return db.session.scalars(select(Collection).order_by(Collection.position)).all()


def list_collection(slug: str, today: date, lang: str) -> Sequence[AnyRow]:
    """Return a collection with each of its articles and the generation; one row without article if empty."""
    rows = db.session.execute(_with_collection(today, lang).where(Collection.slug == slug)).all()
    if not rows:
        raise NotFound
    return rows


def list_all(today: date, lang: str) -> Sequence[AnyRow]:
    """Return every article with its collection, in the order of the collections."""
    return db.session.execute(_with_collection(today, lang)).all()


def _with_collection(today: date, lang: str) -> AnySelect:
    shown = and_(Article.collection == Collection.slug, findable(today), Article.lang == SOURCE_LANGUAGE)
    return (
        select(
            Collection,
            Article.slug,
            *_in_words_of(lang, Article.title, Article.summary, Article.minutes),
            Article.category,
            Article.audience,
            _GENERATION.scalar_subquery().label("generation"),
        )
        .outerjoin(Article, shown)
        .outerjoin(Translation, _translated(today, lang))
        .order_by(Collection.position, Article.position, Article.slug)
        .limit(MOST_IN_A_LIST)
    )


def _translated(today: date, lang: str) -> ColumnElement[bool]:
    """Return how an article finds itself in another language; in its own it finds nothing."""
    return and_(
        Translation.slug == Article.slug,
        Translation.lang == lang,
        Translation.lang != SOURCE_LANGUAGE,
        Translation.kind == ArticleKind.FAQ,
        Translation.status == ArticleStatus.PUBLISHED,
        or_(Translation.valid_from.is_(None), Translation.valid_from <= today),
    )


def _in_words_of(lang: str, *columns: Any) -> list[ColumnElement[Any]]:
    """Return columns as `lang` says them, in French where it does not, and the language of each line."""
    if lang == SOURCE_LANGUAGE:
        return [*columns, literal(lang).label("lang")]
    told = [func.coalesce(getattr(Translation, each.key), each).label(each.key) for each in columns]
    return [*told, func.coalesce(Translation.lang, Article.lang).label("lang")]
