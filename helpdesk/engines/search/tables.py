"""The tables of the PostgreSQL index: what a row holds, and how a question is put to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection, text

from helpdesk.core.french import words
from helpdesk.core.languages import LANGUAGES
from helpdesk.engines.search import Doc, Filters, Hit, Hits
from helpdesk.engines.search.packed import CANDIDATES, Scorer, pack
from helpdesk.engines.search.question import understand
from helpdesk.engines.search.scoring import Term, looked_up, rated, saturated
from helpdesk.engines.search.synonyms import Synonyms
from helpdesk.engines.search.vocabulary import Vocabulary
from helpdesk.engines.search.weights import weigh

TABLES = (
    """CREATE TABLE IF NOT EXISTS article (
        id text PRIMARY KEY, version text NOT NULL, lang text NOT NULL, collection text NOT NULL,
        audience text NOT NULL, provider text NOT NULL, readers text[] NOT NULL, terms tsvector NOT NULL,
        weights bytea NOT NULL)""",
    # What earlier releases made: their index is read as missing, and made anew with these tables.
    "ALTER TABLE article ADD COLUMN IF NOT EXISTS readers text[] NOT NULL DEFAULT '{}'",
    "DROP TABLE IF EXISTS word",
    # A rank reads hundreds of vectors: they are not worth unpacking each time.
    "ALTER TABLE article ALTER COLUMN terms SET STORAGE EXTERNAL",
    "CREATE INDEX IF NOT EXISTS article_terms ON article USING gin (terms)",
    "CREATE TABLE IF NOT EXISTS term (lexeme text PRIMARY KEY, articles integer NOT NULL)",
    """CREATE TABLE IF NOT EXISTS spelling (
        lang text, form text, articles integer NOT NULL, PRIMARY KEY (lang, form))""",
    "CREATE TABLE IF NOT EXISTS state (generation text NOT NULL)",
    "INSERT INTO state SELECT '' WHERE NOT EXISTS (SELECT FROM state)",
)

MOST_LEXEMES = 30_000
"""A tsvector holds a megabyte: of an article with more terms, those that weigh most are kept."""

MOST_MATCHED = 500
"""Candidates are looked for by the rarest terms only, once they alone give this many."""

_RANKED = {"stems", "pairs"}
"""The fields PostgreSQL itself ranks by: its labels tell a word of the title from one of the body already."""

_PREFIXES = {"stems": "", "pairs": "p ", "titles": "t ", "surface": "w "}
_LABELS = ((2.4, "A"), (1.6, "B"), (0.8, "C"), (0.0, "D"))
"""How much a term must count in an article, saturated, for the label that tells PostgreSQL's rank so."""
_LEVELS = [0.1, 0.3, 0.55, 1.0]
"""What the labels D, C, B and A count in that rank."""

_HELD_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Row:
    """Hold what is stored of an article, by column, and the lexemes of its terms."""

    values: Mapping[str, Any]
    lexemes: Sequence[str]


def row_of(doc: Doc) -> Row:
    """Return the row of an article."""
    postings = weigh(doc)
    counts = {
        _lexeme(field, term): saturated(field, weight)
        for field, weights in postings.items()
        for term, weight in weights.items()
    }
    kept = nlargest(MOST_LEXEMES, counts, key=counts.__getitem__)
    labelled = (
        f"'{each}':1{next(label for least, label in _LABELS if counts[each] >= least)}" for each in kept
    )
    values = {
        "id": doc.id,
        "version": doc.version,
        "lang": doc.lang,
        "collection": doc.collection,
        "audience": doc.audience,
        "provider": doc.provider,
        "readers": sorted(doc.readers),
        "terms": " ".join(labelled),
        "weights": pack(postings),
    }
    return Row(values, kept)


class Reader:
    """Answer from one generation; how many articles hold a term is remembered until the next."""

    def __init__(self, connection: Connection, generation: str, vocabulary: Vocabulary) -> None:
        self.generation = generation
        self._vocabulary = vocabulary
        self.uses = vocabulary.uses
        self.beginning_with = vocabulary.beginning_with
        self.spelt = vocabulary.spelt
        self._connection = connection
        self._articles = connection.execute(text("SELECT count(*) FROM article")).scalar_one()
        self._held: dict[str, int] = {}

    def search(
        self, connection: Connection, query: str, limit: int, filters: Filters, synonyms: Synonyms, lang: str
    ) -> Hits:
        """Return the best articles for a query, read by `connection`."""
        self._connection = connection
        self._count_stems(words(query))
        question = understand(query, self, synonyms=synonyms, lang=lang)
        self._count(_lexeme(field, term) for field, term, _ in looked_up(question))
        terms = rated(question, lambda field, term: self._held[_lexeme(field, term)], self._articles)
        scorer = Scorer(terms)
        scored = sorted(
            (-scorer.score(weights), id)
            for id, weights in self._candidates(terms, filters, max(CANDIDATES, 2 * limit))
        )
        stems = frozenset(question.stems)
        return Hits(query, question.corrected, tuple(Hit(id, -score, stems) for score, id in scored[:limit]))

    def holds(self, stem: str) -> bool:
        """Tell whether an article holds a word with this stem."""
        self._count([stem])
        return self._held[stem] > 0

    def near(self, word: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the words of a language that look like this one."""
        found = self._vocabulary.near(word, lang)
        self._count_stems(known for known, _ in found)
        return found

    def _count_stems(self, words: Iterable[str]) -> None:
        self._count({language.stem(word) for word in words for language in LANGUAGES.values()})

    def _count(self, lexemes: Iterable[str]) -> None:
        """Read how many articles hold each lexeme, all at once."""
        if len(self._held) > _HELD_KEPT:
            self._held.clear()
        asked = list(lexemes)
        if wanted := [each for each in asked if each not in self._held]:
            self._held.update(dict.fromkeys(wanted, 0))
            rows = self._connection.execute(
                text("SELECT lexeme, articles FROM term WHERE lexeme = ANY(:wanted)"), {"wanted": wanted}
            )
            self._held.update({lexeme: articles for lexeme, articles in rows})

    def _candidates(self, terms: Sequence[Term], filters: Filters, most: int) -> Iterator[tuple[str, bytes]]:
        """Yield the articles that PostgreSQL ranks best, with their weights."""
        if not terms:
            return
        ranks, values = [], dict[str, Any]()
        ranked = [term for term in terms if term.field in _RANKED] or list(terms)
        for number, term in enumerate(ranked):
            ranks.append(
                f":worth{number} * ts_rank(CAST(:levels AS real[]), terms, CAST(:term{number} AS tsquery))"
            )
            values |= {f"worth{number}": term.worth, f"term{number}": _quoted(term)}
        wanted = " | ".join(map(_quoted, self._telling(terms)))
        narrowed, chosen = _narrowed(filters)
        found = self._connection.execute(
            text(
                f"SELECT id, weights FROM article WHERE terms @@ CAST(:wanted AS tsquery) {narrowed}"  # noqa: S608
                f" ORDER BY {' + '.join(ranks)} DESC, id LIMIT :most"
            ),
            {**values, **chosen, "levels": _LEVELS, "wanted": wanted, "most": most},
        )
        yield from ((id, bytes(weights)) for id, weights in found)

    def _telling(self, terms: Sequence[Term]) -> Iterator[Term]:
        matched = 0
        for term in sorted(terms, key=lambda term: self._held[_lexeme(term.field, term.text)]):
            yield term
            matched += self._held[_lexeme(term.field, term.text)]
            if matched > MOST_MATCHED:
                return


def _narrowed(filters: Filters) -> tuple[str, Mapping[str, Any]]:
    conditions: Mapping[str, tuple[str, Any]] = {
        "AND lang = :lang": ("lang", filters.lang),
        "AND collection = ANY(:collections)": ("collections", filters.collections),
        "AND audience = ANY(:audiences)": ("audiences", filters.audiences),
        "AND provider = ANY(:providers)": ("providers", filters.providers),
        "AND (readers = '{}' OR readers && CAST(:badges AS text[]))": ("badges", filters.badges),
    }
    chosen = {condition: pair for condition, pair in conditions.items() if pair[1] is not None}
    return " ".join(chosen), {
        name: sorted(value) if isinstance(value, frozenset) else value for name, value in chosen.values()
    }


def _quoted(term: Term) -> str:
    # Letters, figures and blanks only: nothing in it could end the quotation.
    return f"'{_lexeme(term.field, term.text)}'"


def _lexeme(field: str, term: str) -> str:
    return _PREFIXES[field] + term
