"""Reading articles. Public pages cost one SELECT each, whatever their number."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, AnySelect, ask, db
from helpdesk.faq.models import STATE_ID, Article, Collection, ContentState
from helpdesk.faq.readers.queries import open_to
from helpdesk.faq.readers.rules import NOBODY, Badges, may_read, nobody
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
_HASH = _readable(
    select(*(Article.__table__.c[name] for name in ("content_hash", "helpful", "unhelpful")))
    # What is not for everybody has no page that could be kept.
).where(Article.__table__.c.readers == "")
GENERATION = Question(_GENERATION)
"""What lists depend on: the number of the content, which grows with every change of anything public."""
_OWN, _OUTER, _OUTERMOST = (Collection.__table__.alias(name) for name in ("own", "outer", "outermost"))
_LEVELS = {"outermost_": _OUTERMOST, "outer_": _OUTER, "collection_": _OWN}
_SHOWN = ("slug", "title", "title_en")
_PAGE = _readable(
    select(
        *(each for each in Article.__table__.c if each.name not in {"markdown", "plain_text", "aliases"}),
        *(level.c[name].label(f"{prefix}{name}") for prefix, level in _LEVELS.items() for name in _SHOWN),
    )
    .outerjoin(_OWN, _OWN.c.slug == Article.__table__.c.collection)
    .outerjoin(_OUTER, _OUTER.c.slug == _OWN.c.parent)
    .outerjoin(_OUTERMOST, _OUTERMOST.c.slug == _OUTER.c.parent)
)


def generation() -> int:
    """Return the number of the content; it grows with every change of anything public."""
    return ask(_GENERATION).scalar() or 0


def findable(today: date, badges: Badges = NOBODY, article: Any = Article) -> ColumnElement[bool]:
    """Return the condition under which lists and search show an article to somebody with these badges."""
    return and_(
        article.kind == ArticleKind.FAQ,
        open_to(article.readers, badges),
        article.status == ArticleStatus.PUBLISHED,
        or_(article.valid_from.is_(None), article.valid_from <= today),
        or_(article.valid_until.is_(None), article.valid_until >= today),
    )


def ask_for(slug: str, kind: ArticleKind, lang: str, today: date) -> Question:
    """Return what the page of an article depends on."""
    return Question(_HASH, {"slug": slug, "kind": kind, "lang": lang, "today": today})


def searchable(today: date, badges: Badges = NOBODY) -> ColumnElement[bool]:
    """Return the condition under which search finds a text: an article that lists show, a guide or a notice."""
    others = Article.kind.in_({ArticleKind.GUIDE, ArticleKind.NOTICE})
    return or_(findable(today, badges), and_(others, Article.status == ArticleStatus.PUBLISHED))


def get_article(
    slug: str, kind: ArticleKind, lang: str, today: date, *, badges: Callable[[], Badges] = nobody
) -> AnyRow:
    """Return what the page of an article shows, in `lang` if it is written in it, else in French.

    Raises NotFound for one that somebody with these badges may not see, as for one that does not exist. The
    badges are asked for only where an article is not for everybody.
    """
    where = {"slug": slug, "kind": kind, "lang": lang, "today": today}
    row = db.session.connection().execute(_PAGE, where).first()
    if row is None or (row.readers and not may_read(row.readers, badges())):
        raise NotFound
    return row


def way_to(row: AnyRow) -> list[dict[str, str]]:
    """Return the collections that an article lies in, the outermost first: slug, title, title_en of each."""
    found = row._mapping
    return [
        {name: found[f"{prefix}{name}"] for name in _SHOWN}
        for prefix in _LEVELS
        if found[f"{prefix}slug"] is not None
    ]


def answer_of(row: AnyRow) -> Answer:
    """Return what the question of an article that was read had answered: its content, and what readers say."""
    return row.content_hash, row.helpful, row.unhelpful


def list_first_articles(today: date, lang: str, badges: Badges = NOBODY) -> Sequence[AnyRow]:
    """Return the first articles of every collection, each with its collection, their number, the generation.

    A collection without any has one row without article.
    """
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
        .where(findable(today, badges), Article.lang == SOURCE_LANGUAGE)
        .subquery()
    )
    first = and_(ranked.c.collection == Collection.slug, ranked.c.place <= FIRST_OF_A_COLLECTION)
    return db.session.execute(
        select(Collection, ranked, _GENERATION.scalar_subquery().label("generation"))
        .outerjoin(ranked, first)
        .order_by(Collection.position, ranked.c.place)
    ).all()


def list_most_helpful(today: date, lang: str, badges: Badges = NOBODY) -> Sequence[AnyRow]:
    """Return the articles that most readers said helped them; those that helped nobody are left out."""
    return db.session.execute(
        select(Article.slug, *_in_words_of(lang, Article.title), Article.helpful)
        .outerjoin(Translation, _translated(today, lang))
        .where(findable(today, badges), Article.lang == SOURCE_LANGUAGE, Article.helpful > Article.unhelpful)
        .order_by((Article.helpful - Article.unhelpful).desc(), Article.slug)
        .limit(MOST_HELPFUL)
    ).all()


def list_providers(today: date, lang: str, badges: Badges = NOBODY) -> Sequence[str]:
    """Return the providers that articles of a language are about, by name."""
    return db.session.scalars(
        select(Article.provider)
        .where(findable(today, badges), Article.lang == lang, Article.provider != "")
        .distinct()
        .order_by(Article.provider)
        .limit(MOST_PROVIDERS)
    ).all()


def list_collections() -> Sequence[Collection]:
    """Return the collections in their order."""
    return db.session.scalars(select(Collection).order_by(Collection.position)).all()


def list_collection(slug: str, today: date, lang: str, badges: Badges = NOBODY) -> Sequence[AnyRow]:
    """Return a collection with each of its articles and the generation, then every other one.

    The others have one row each, with the number of their articles; so has this one, if it is empty.
    """
    asked = _with_collection(today, lang, badges, only=Collection.slug == slug)
    rows = db.session.execute(asked.order_by(None).order_by(*_own_first(slug))).all()
    if not rows or rows[0].Collection.slug != slug:
        raise NotFound
    return rows


def _own_first(slug: str) -> Sequence[Any]:
    return (Collection.slug != slug, Collection.position, Article.position, Article.slug)


def list_all(today: date, lang: str, badges: Badges = NOBODY) -> Sequence[AnyRow]:
    """Return every article with its collection, in the order of the collections."""
    return db.session.execute(_with_collection(today, lang, badges)).all()


def _with_collection(
    today: date, lang: str, badges: Badges, *, only: ColumnElement[bool] | None = None
) -> AnySelect:
    shown = and_(
        Article.collection == Collection.slug, findable(today, badges), Article.lang == SOURCE_LANGUAGE
    )
    if only is not None:
        shown = and_(shown, only)
    return (
        select(
            Collection,
            Article.slug,
            *_in_words_of(lang, Article.title, Article.summary, Article.minutes),
            Article.category,
            Article.audience,
            Article.readers,
            _GENERATION.scalar_subquery().label("generation"),
            # Reckoned for the collections whose articles are not in the answer.
            case((Article.slug.is_(None), _how_many(today, badges))).label("how_many"),
        )
        .outerjoin(Article, shown)
        .outerjoin(Translation, _translated(today, lang))
        .order_by(Collection.position, Article.position, Article.slug)
        .limit(MOST_IN_A_LIST)
    )


def _how_many(today: date, badges: Badges) -> ColumnElement[int]:
    other = aliased(Article)
    return (
        select(func.count())
        .select_from(other)
        .where(
            other.collection == Collection.slug, findable(today, badges, other), other.lang == SOURCE_LANGUAGE
        )
        .correlate(Collection)
        .scalar_subquery()
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
