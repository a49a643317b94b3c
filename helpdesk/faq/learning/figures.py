"""The figures of a period: searches, what they found, what readers did next. Sums of days; nobody is followed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from helpdesk.core.clock import PARIS, local
from helpdesk.db import AnyRow, AnySelect, db
from helpdesk.faq.learning.models import ReadingCount
from helpdesk.faq.learning.rules import FEWEST_ASKERS, Period, share, spared
from helpdesk.faq.models import ArticleVote, Deflection, SearchCount

SHOWN = 20
MOST_EXPORTED = 2_000


@dataclass
class Figures:
    """What happened in some days."""

    searches: int = 0
    fruitless: int = 0
    """Searches whose query found nothing."""
    views: int = 0
    yes: int = 0
    no: int = 0
    answered: int = 0
    """« Cela répond à ma question », in the form."""
    forms: int = 0
    """Forms opened after an article or a search."""
    dossiers: int = 0
    """Dossiers sent from these."""

    @property
    def spared(self) -> float | None:
        """The deflection rate."""
        return spared(self.yes + self.answered, self.dossiers)

    @property
    def given_up(self) -> float | None:
        """Which share of the forms opened after an article or a search was not sent."""
        return share(max(0, self.forms - self.dossiers), self.forms)

    @property
    def read_on(self) -> float | None:
        """Which share of readings no dossier came of."""
        return share(max(0, self.views - self.dossiers), self.views)

    def __add__(self, other: "Figures") -> "Figures":
        """Add figure by figure."""
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Figures)))


def figures_by_week(period: Period) -> list[tuple[date, Figures]]:
    """Return the figures of each week that the period touches, the last first; its days outside do not count."""
    weeks = {monday: Figures() for monday in period.weeks()}
    for row in db.session.execute(_searches(period)):
        _at(
            weeks,
            row.day,
            searches=row.searches,
            fruitless=row.fruitless,
            forms=row.forms,
            dossiers=row.dossiers,
        )
    for row in db.session.execute(_readings(period)):
        _at(weeks, row.day, views=row.views, forms=row.forms, dossiers=row.dossiers)
    start, end = _instants(period)
    votes = select(ArticleVote.created_at, ArticleVote.helpful)
    for at, helpful in db.session.execute(votes.where(_between(ArticleVote.created_at, start, end))):
        _at(weeks, local(at).date(), yes=int(helpful), no=int(not helpful))
    found = select(Deflection.created_at).where(_between(Deflection.created_at, start, end))
    for at in db.session.scalars(found):
        _at(weeks, local(at).date(), answered=1)
    return sorted(weeks.items(), reverse=True)


def _at(weeks: dict[date, Figures], day: date, **more: int) -> None:
    monday = day - timedelta(days=day.weekday())
    weeks[monday] += Figures(**more)


def _instants(period: Period) -> tuple[datetime, datetime]:
    first = datetime.combine(period.first, time(), PARIS)
    return first, datetime.combine(period.last + timedelta(days=1), time(), PARIS)


def _between(column: Any, start: datetime, end: datetime) -> ColumnElement[bool]:
    within: ColumnElement[bool] = (column >= start) & (column < end)
    return within


def _searches(period: Period) -> AnySelect:
    fruitless = func.sum(SearchCount.count).filter(SearchCount.results == 0)
    return (
        select(
            SearchCount.day,
            func.sum(SearchCount.count).label("searches"),
            func.coalesce(fruitless, 0).label("fruitless"),
            func.sum(SearchCount.forms).label("forms"),
            func.sum(SearchCount.dossiers).label("dossiers"),
        )
        .where(SearchCount.day.between(period.first, period.last))
        .group_by(SearchCount.day)
    )


def _readings(period: Period) -> AnySelect:
    columns = (ReadingCount.views, ReadingCount.forms, ReadingCount.dossiers)
    return (
        select(ReadingCount.day, *(func.sum(each).label(each.key) for each in columns))
        .where(ReadingCount.day.between(period.first, period.last))
        .group_by(ReadingCount.day)
    )


def total(weeks: Iterable[tuple[date, Figures]]) -> Figures:
    """Return the sum of some weeks."""
    return sum((figures for _monday, figures in weeks), Figures())


def top_queries(period: Period, *, fewest: int = 1, limit: int = SHOWN) -> Sequence[AnyRow]:
    """Return the queries asked most, with how many results they had at best."""
    return _queries(period, func.sum(SearchCount.count).desc(), limit, lambda sums: sums.count >= fewest)


def fruitless_queries(period: Period, *, fewest: int = 1, limit: int = SHOWN) -> Sequence[AnyRow]:
    """Return the queries that found nothing on any day, those asked most first."""
    return _queries(
        period,
        func.sum(SearchCount.count).desc(),
        limit,
        lambda sums: (sums.count >= fewest) & (sums.results == 0),
    )


def failed_queries(period: Period, *, fewest: int = 1, limit: int = SHOWN) -> Sequence[AnyRow]:
    """Return the queries that found articles, and after which dossiers were sent all the same."""
    return _queries(
        period,
        func.sum(SearchCount.dossiers).desc(),
        limit,
        lambda sums: (sums.count >= fewest) & (sums.results > 0) & (sums.dossiers > 0),
    )


class _Sums:
    """The sums of one query over a period."""

    count = func.sum(SearchCount.count)
    results = func.max(SearchCount.results)
    forms = func.sum(SearchCount.forms)
    dossiers = func.sum(SearchCount.dossiers)


def _queries(
    period: Period,
    order: ColumnElement[Any],
    limit: int,
    having: Callable[[type[_Sums]], ColumnElement[bool]],
) -> Sequence[AnyRow]:
    return db.session.execute(
        select(
            SearchCount.query,
            SearchCount.lang,
            _Sums.count.label("asked"),
            _Sums.results.label("results"),
            _Sums.forms.label("forms"),
            _Sums.dossiers.label("dossiers"),
        )
        .where(SearchCount.day.between(period.first, period.last))
        .group_by(SearchCount.query, SearchCount.lang)
        .having(having(_Sums))
        .order_by(order, SearchCount.query, SearchCount.lang)
        .limit(limit)
    ).all()


def count_rare(period: Period) -> int:
    """Return how many searches were made with queries too rare for an export."""
    rare = (
        select(func.sum(SearchCount.count).label("asked"))
        .where(SearchCount.day.between(period.first, period.last))
        .group_by(SearchCount.query, SearchCount.lang)
        .having(_Sums.count < FEWEST_ASKERS)
        .subquery()
    )
    return db.session.scalar(select(func.coalesce(func.sum(rare.c.asked), 0))) or 0
