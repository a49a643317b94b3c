"""What is tallied of readers, and how the tallies reach the tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from helpdesk.core.identifiers import fold_key
from helpdesk.db import INSERTS, Model, db, transactional_unsynced
from helpdesk.faq.learning.models import ReadingCount
from helpdesk.faq.models import SearchCount
from helpdesk.faq.rules import is_personal
from helpdesk.web.tallies import Counted, Thing, tally

LONGEST_QUERY = 120


class What(StrEnum):
    """What is tallied: of an article its readers, of an article or a search the forms and dossiers after it."""

    VIEWS = "views"
    FORMS = "forms"
    DOSSIERS = "dossiers"


ARTICLE, SEARCH = "article", "search"
Row = tuple[date, str, str]
"""The day, the article or the search, the language."""


def view_of(slug: str, lang: str) -> Thing:
    """Return what one more reader of an article is a tally of."""
    return ARTICLE, What.VIEWS, slug, lang


def tally_after(what: What, *, article: str, query: str, lang: str) -> None:
    """Count a form opened, or a dossier sent, after an article was read or a search was made."""
    if article:
        tally(ARTICLE, what, article, lang)
    if query and not is_personal(query) and (key := fold_key(query)[:LONGEST_QUERY].strip()):
        tally(SEARCH, what, key, lang)


@transactional_unsynced
def record_tallies(counts: Mapping[Counted, int]) -> None:
    """Add to the tables what was counted in memory."""
    _add(ReadingCount, "slug", _rows(counts, ARTICLE, tuple(What)))
    _add(SearchCount, "query", _rows(counts, SEARCH, (What.FORMS, What.DOSSIERS)))


def _rows(counts: Mapping[Counted, int], kind: str, columns: Sequence[What]) -> Mapping[Row, dict[str, int]]:
    rows: dict[Row, dict[str, int]] = {}
    for (day, (of, what, key, lang)), count in counts.items():
        if of == kind:
            row = rows.setdefault((day, key, lang), {each.value: 0 for each in columns})
            row[what] += count
    return rows


def _add(model: type[Model], name: str, rows: Mapping[Row, dict[str, int]]) -> None:
    if not rows:
        return
    # A form may be opened with words before the searches for them are written.
    unknown = {"count": 0, "results": 0} if model is SearchCount else {}
    values: list[dict[str, Any]] = [
        {"day": day, name: key, "lang": lang, **unknown, **counted}
        for (day, key, lang), counted in rows.items()
    ]
    insert = INSERTS[db.engine.dialect.name](model).values(values)
    columns = next(iter(rows.values()))
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["day", name, "lang"],
            set_={each: getattr(model, each) + insert.excluded[each] for each in columns},
        )
    )
