"""Collections inside collections: ways through the tree that their parents make."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

MOST_LEVELS = 3
"""How deep collections lie in one another, the outermost counted: deeper, nobody knows where they are."""


class Nested(Protocol):
    """A collection, be it of a file or of a table. `parent` is the slug of the one it lies in."""

    @property
    def slug(self) -> str: ...  # noqa: D102

    @property
    def parent(self) -> str | None: ...  # noqa: D102


N = TypeVar("N", bound=Nested)


def depth_first(collections: Sequence[N]) -> list[N]:
    """Return each collection after the one it lies in, neighbours in the order given."""
    known = {each.slug for each in collections}
    tops = [each for each in collections if each.parent not in known]
    ordered = [each for top in tops for each in _with_inner(top, collections, MOST_LEVELS)]
    # A circle hangs on nothing; it is refused elsewhere, and here only kept from being lost.
    return [*ordered, *(each for each in collections if each not in ordered)]


def _with_inner(outer: N, collections: Sequence[N], levels: int) -> Iterator[N]:
    yield outer
    if levels:
        for each in inner(outer.slug, collections):
            yield from _with_inner(each, collections, levels - 1)


def inner(slug: str, collections: Sequence[N]) -> list[N]:
    """Return the collections that lie in one."""
    return [each for each in collections if each.parent == slug]


def above(slug: str, collections: Sequence[N]) -> list[N]:
    """Return the collections that one lies in, the outermost first."""
    by_slug = {each.slug: each for each in collections}
    found: list[N] = []
    at = by_slug.get(slug)
    while at is not None and at.parent in by_slug and len(found) <= MOST_LEVELS:
        at = by_slug[at.parent]
        found.insert(0, at)
    return found


def inside(slug: str, collections: Sequence[N]) -> frozenset[str]:
    """Return the slug of a collection and of all that lie in it, however deep."""
    return frozenset(
        {
            slug,
            *(
                each.slug
                for each in collections
                if slug in {one.slug for one in above(each.slug, collections)}
            ),
        }
    )


def nesting_faults(collections: Sequence[Nested]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the parents: the slug of a collection, and a sentence."""
    known = {each.slug for each in collections}
    for each in collections:
        outer = above(each.slug, collections)
        if each.parent is not None and each.parent not in known:
            yield each.slug, f"{each.slug}: parent names {each.parent}, which does not exist"
        elif each.slug in {one.slug for one in outer}:
            yield each.slug, f"{each.slug}: it lies in itself, by way of {each.parent}"
        elif len(outer) >= MOST_LEVELS:
            yield each.slug, f"{each.slug}: it lies deeper than {MOST_LEVELS} levels"
