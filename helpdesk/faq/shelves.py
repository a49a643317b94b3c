"""Collections as pages show them: each with its articles, those that lie in it, and how many all of that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from helpdesk.db import AnyRow
from helpdesk.faq.models import Collection
from helpdesk.faq.nesting import inner, inside


@dataclass(frozen=True)
class Shelf:
    """A collection, some of its own articles, the collections in it, and the number of articles in all of them."""

    collection: Collection
    articles: Sequence[AnyRow]
    inner: Sequence[Collection]
    how_many: int


def cards(rows: Sequence[AnyRow]) -> list[Shelf]:
    """Return what the home page shows of its rows: the outermost collections that hold anything."""
    found = [(each, list(some)) for each, some in groupby(rows, lambda row: row.Collection)]
    counts = {each.slug: some[0].how_many or 0 for each, some in found}
    articles = {each.slug: [row for row in some if row.slug is not None] for each, some in found}
    return _shelves([each for each, _ in found], None, counts, articles)


def shelves(slug: str, rows: Sequence[AnyRow]) -> list[Shelf]:
    """Return the collections that lie in one, of the rows of its page."""
    others = {row.Collection.slug: row for row in rows if row.Collection.slug != slug}
    counts = {each: row.how_many or 0 for each, row in others.items()}
    return _shelves([row.Collection for row in others.values()], slug, counts, {})


def _shelves(
    known: Sequence[Collection],
    parent: str | None,
    counts: dict[str, int],
    articles: dict[str, list[AnyRow]],
) -> list[Shelf]:
    def total(slug: str) -> int:
        return sum(counts[each] for each in inside(slug, known))

    return [
        Shelf(
            each,
            articles.get(each.slug, []),
            [one for one in inner(each.slug, known) if total(one.slug)],
            total(each.slug),
        )
        for each in known
        if each.parent == parent and total(each.slug)
    ]
