"""The list of texts, and what an editor looks up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from helpdesk.core.identifiers import one_line
from helpdesk.db import AnyRow, db
from helpdesk.faq.models import Article
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.models import ArticleFile, Manuscript, Revision
from helpdesk.faq.writing.rules import FOLDERS, LISTS, Kind, Place, State
from helpdesk.web.i18n import SOURCE_LANGUAGE

ON_A_PAGE = 60
MOST_REVISIONS = 200
MOST_FILES = 60


@dataclass(frozen=True)
class Wanted:
    """What the list shows. `after` is where the page before ended."""

    query: str = ""
    state: State | None = None
    kind: Kind | None = None
    collection: str = ""
    owner: str = ""
    lang: str = ""
    stale: bool = False
    conflict: bool = False
    behind: bool = False
    """Translations whose original has changed since."""
    untranslated: bool = False
    after: Place | None = None


@dataclass(frozen=True)
class Found:
    """A page of the list, and where it ends if there is another."""

    rows: Sequence[AnyRow]
    end: Place | None


def list_manuscripts(wanted: Wanted, today: date, review_every: timedelta) -> Found:
    """Return a page of the list: what is in conflict or due for a review first, then what changed last."""
    due = _due(today, review_every)
    rank = _rank(due)
    rows = db.session.execute(
        select(
            Manuscript.id,
            Manuscript.kind,
            Manuscript.slug,
            Manuscript.lang,
            Manuscript.state,
            Manuscript.title,
            Manuscript.collection,
            Manuscript.owner,
            Manuscript.reviewed_on,
            Manuscript.publish_at,
            Manuscript.updated_at,
            Manuscript.file_text.is_not(None).label("in_conflict"),
            (Manuscript.public_text.is_not(None)).label("has_older_public"),
            due.label("is_stale"),
            _is_behind().label("is_behind"),
            rank.label("rank"),
        )
        .where(*_conditions(wanted, due), *_beyond(wanted.after, rank))
        .order_by(rank, Manuscript.updated_at.desc(), Manuscript.id)
        .limit(ON_A_PAGE + 1)
    ).all()
    shown = rows[:ON_A_PAGE]
    last = shown[-1] if len(rows) > ON_A_PAGE else None
    return Found(shown, last and Place(last.rank, last.updated_at, last.id))


def _rank(due: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how soon somebody should look at a text: the lower, the sooner."""
    return (
        case((Manuscript.file_text.is_(None), 6), else_=0)
        + case((due, 0), else_=3)
        + case((Manuscript.state == State.REVIEW, 0), (Manuscript.state == State.DRAFT, 1), else_=2)
    )


def _beyond(place: Place | None, rank: ColumnElement[int]) -> list[ColumnElement[bool]]:
    if place is None:
        return []
    later = or_(
        Manuscript.updated_at < place.at, and_(Manuscript.updated_at == place.at, Manuscript.id > place.id)
    )
    return [or_(rank > place.rank, and_(rank == place.rank, later))]


def _due(today: date, review_every: timedelta) -> ColumnElement[bool]:
    return and_(
        Manuscript.state != State.ARCHIVED,
        Manuscript.reviewed_on.is_not(None),
        Manuscript.reviewed_on <= today - review_every,
    )


def _is_behind() -> ColumnElement[bool]:
    return exists().where(
        Article.slug == Manuscript.slug,
        Article.lang == Manuscript.lang,
        Article.is_behind,
        Article.status == ArticleStatus.PUBLISHED,
    )


def _is_untranslated() -> ColumnElement[bool]:
    """An original that readers have, without a text in another language, even a draft."""
    other = aliased(Manuscript)
    return and_(
        Manuscript.lang == SOURCE_LANGUAGE,
        Manuscript.kind.in_(FOLDERS),
        Manuscript.state != State.ARCHIVED,
        or_(Manuscript.state == State.PUBLISHED, Manuscript.public_text.is_not(None)),
        ~exists().where(
            other.kind == Manuscript.kind,
            other.slug == Manuscript.slug,
            other.lang != Manuscript.lang,
            other.state != State.ARCHIVED,
        ),
    )


def _conditions(wanted: Wanted, due: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Manuscript.kind.not_in(LISTS)]
    if wanted.query:
        words = one_line(wanted.query).split()[:8]
        conditions += [
            or_(
                Manuscript.title.icontains(word, autoescape=True),
                Manuscript.slug.icontains(word, autoescape=True),
                Manuscript.owner.icontains(word, autoescape=True),
            )
            for word in words
        ]
    for column, value in (
        (Manuscript.state, wanted.state),
        (Manuscript.kind, wanted.kind),
        (Manuscript.collection, wanted.collection),
        (Manuscript.owner, wanted.owner),
        (Manuscript.lang, wanted.lang),
    ):
        if value:
            conditions.append(column == value)
    if wanted.stale:
        conditions.append(due)
    if wanted.conflict:
        conditions.append(Manuscript.file_text.is_not(None))
    if wanted.behind:
        conditions.append(_is_behind())
    if wanted.untranslated:
        conditions.append(_is_untranslated())
    return conditions


def count_states() -> dict[State, int]:
    """Return how many texts stand in each state."""
    rows = db.session.execute(
        select(Manuscript.state, func.count()).where(Manuscript.kind.not_in(LISTS)).group_by(Manuscript.state)
    )
    return {state: count for state, count in rows}


def list_owners() -> Sequence[str]:
    """Return who texts belong to."""
    return db.session.scalars(
        select(Manuscript.owner).where(Manuscript.owner != "").distinct().order_by(Manuscript.owner)
    ).all()


def list_revisions(manuscript_id: int) -> Sequence[AnyRow]:
    """Return the history of a text, the newest first, without the texts."""
    return db.session.execute(
        select(
            Revision.number,
            Revision.event,
            Revision.note,
            Revision.person_name,
            Revision.created_at,
        )
        .where(Revision.manuscript_id == manuscript_id)
        .order_by(Revision.number.desc())
        .limit(MOST_REVISIONS)
    ).all()


def last_note(manuscript_id: int) -> AnyRow | None:
    """Return what was last said about a text, None if nobody said anything."""
    return db.session.execute(
        select(Revision.note, Revision.event, Revision.person_name, Revision.created_at)
        .where(Revision.manuscript_id == manuscript_id, Revision.note != "")
        .order_by(Revision.number.desc())
        .limit(1)
    ).first()


def list_files() -> Sequence[ArticleFile]:
    """Return the files that articles may show, the newest first."""
    return db.session.scalars(
        select(ArticleFile).order_by(ArticleFile.created_at.desc(), ArticleFile.id.desc()).limit(MOST_FILES)
    ).all()
