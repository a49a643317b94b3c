"""Search by PostgreSQL (extra `postgres`): our stems in a tsvector, candidates by a GIN index, the score is ours.

The tables are a cache, in a schema of their own that a rebuild makes: in the application's database or in another
one, `postgresql+psycopg://user:secret@host/name?search_schema=helpdesk_search`. Migrations and backups leave it out.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar
from weakref import finalize

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.engines.health import Health
from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.engines.search import EVERYTHING, MAX_HITS, Doc, Filters, Hits, SearchUnavailable, latest
from helpdesk.engines.search.probe import probed
from helpdesk.engines.search.question import MAX_CHARACTERS
from helpdesk.engines.search.synonyms import SHIPPED, Synonyms
from helpdesk.engines.search.tables import TABLES, Reader, row_of
from helpdesk.engines.search.vocabulary import Vocabulary, Words, counted

SCHEMA = "helpdesk_search"
WRITER_TIMEOUT_S = 10
BATCH = 200

Answer = TypeVar("Answer")

_NAME = re.compile("[a-z_][a-z0-9_]{0,50}")

# Compiling a statement takes a hundred times longer than these run. Reading every row does too, for it unpacks every
# vector, which the planner does not reckon with.
_OPTIONS = "-c jit=off -c enable_seqscan=off -c search_path={schema} -c client_min_messages=warning"


class PostgresEngine:
    """Search the tables of a schema; see the port for what each method promises."""

    def __init__(self, engine: Engine, schema: str) -> None:
        self._engine = engine
        # Nobody closes a search engine: its connections go with it.
        finalize(self, engine.dispose)
        self._schema = schema
        self._reading = Lock()
        self._opened: Reader | None = None
        self._vocabulary = Vocabulary(self._words)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters = EVERYTHING,
        synonyms: Synonyms = SHIPPED,
        lang: str = "fr",
    ) -> Hits:
        """Return the best articles."""
        question, most = query[:MAX_CHARACTERS], min(limit, MAX_HITS)
        with self._reading:
            return self._read(
                lambda connection: self._newest(connection).search(
                    connection, question, most, filters, synonyms, lang
                )
            )

    def upsert(self, docs: Iterable[Doc]) -> None:
        """Replace the articles."""
        articles = list(latest(docs))
        with self._writing() as connection:
            self._delete(connection, [doc.id for doc in articles])
            self._insert(connection, articles)

    def delete(self, ids: Iterable[str]) -> None:
        """Take the articles out."""
        with self._writing() as connection:
            self._delete(connection, list(ids))

    def rebuild(self, docs: Iterable[Doc]) -> None:
        """Fill the tables anew in one transaction: readers see the old articles until it ends."""
        articles = latest(docs)
        with self._writing(making=True) as connection:
            for table in ("article", "term", "spelling"):
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
            for start in range(0, len(articles), BATCH):
                self._insert(connection, articles[start : start + BATCH])

    def versions(self) -> Mapping[str, str]:
        """Return the version of every article."""
        return self._read(
            lambda connection: {
                id: version for id, version in connection.execute(text("SELECT id, version FROM article"))
            }
        )

    def generation(self) -> str:
        """Return the mark that the last writer left."""
        try:
            return self._read(_generation)
        except SearchUnavailable:
            return ""

    def health(self) -> Health:
        """Ask the tables something."""
        return probed(self)

    def drop(self) -> None:
        """Remove the schema with all it holds."""
        with self._engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE"))

    def _newest(self, connection: Connection) -> Reader:
        generation = _generation(connection)
        if self._opened is None or self._opened.generation != generation:
            self._vocabulary.outdate()
            self._opened = Reader(connection, generation, self._vocabulary)
        return self._opened

    def _words(self) -> Words:
        found = self._read(
            lambda connection: connection.execute(text("SELECT lang, form, articles FROM spelling")).all()
        )
        words: Words = {}
        for lang, form, articles in found:
            words.setdefault(lang, {})[form] = articles
        return words

    def _read(self, read: Callable[[Connection], Answer]) -> Answer:
        try:
            with self._engine.connect() as connection:
                return read(connection.execution_options(isolation_level="AUTOCOMMIT"))
        except SQLAlchemyError as error:
            raise self._unavailable("read", error) from error

    @contextmanager
    def _writing(self, *, making: bool = False) -> Iterator[Connection]:
        """Lend a transaction to the only writer; it ends with a new generation."""
        try:
            with self._engine.begin() as connection:
                connection.execute(text(f"SET LOCAL lock_timeout = '{WRITER_TIMEOUT_S}s'"))
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(hashtext(:schema))"), {"schema": self._schema}
                )
                if making:
                    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {self._schema}"))
                    for table in TABLES:
                        connection.execute(text(table))
                yield connection
                connection.execute(
                    text("UPDATE state SET generation = :generation"), {"generation": secrets.token_hex(8)}
                )
        except SQLAlchemyError as error:
            raise self._unavailable("written", error) from error

    def _delete(self, connection: Connection, ids: list[str]) -> None:
        gone = connection.execute(
            text(
                "SELECT lexeme, count(*) FROM article, unnest(article.terms) AS held"
                " WHERE id = ANY(:ids) GROUP BY lexeme"
            ),
            {"ids": ids},
        )
        _count(connection, Counter({lexeme: -held for lexeme, held in gone}))
        connection.execute(text("DELETE FROM article WHERE id = ANY(:ids)"), {"ids": ids})

    def _insert(self, connection: Connection, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        rows = [row_of(doc) for doc in docs]
        connection.execute(
            text(
                "INSERT INTO article (id, version, lang, collection, audience, provider, readers, terms, weights)"
                " VALUES (:id, :version, :lang, :collection, :audience, :provider, :readers,"
                " CAST(:terms AS tsvector), :weights)"
            ),
            [row.values for row in rows],
        )
        _count(connection, Counter(lexeme for row in rows for lexeme in row.lexemes))
        for lang, words in counted(docs).items():
            connection.execute(
                text(
                    "INSERT INTO spelling (lang, form, articles)"
                    " SELECT :lang, * FROM unnest(CAST(:forms AS text[]), CAST(:counts AS integer[]))"
                    " ON CONFLICT (lang, form) DO UPDATE SET articles = spelling.articles + excluded.articles"
                ),
                {"lang": lang, "forms": list(words), "counts": list(words.values())},
            )

    def _unavailable(self, done: str, error: SQLAlchemyError) -> SearchUnavailable:
        # The URL holds a password: neither it nor the statement goes into the sentence.
        reason = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]
        return SearchUnavailable(f"The search tables in {self._schema} cannot be {done}: {reason}")


def open_url(url: str) -> PostgresEngine:
    """Return the engine for the URL's database and schema; the first rebuild makes the tables."""
    whole = make_url(url)
    if not whole.host and not whole.database:
        raise BadEngineUrl("search_url must name a database, e.g. postgresql+psycopg://user:secret@host/name")
    schema = whole.query.get("search_schema", SCHEMA)
    if not isinstance(schema, str) or not _NAME.fullmatch(schema):
        raise BadEngineUrl("search_url names a search_schema that is not one word of small letters")
    place = whole.difference_update_query(["search_schema"]).set(drivername="postgresql+psycopg")
    options = {"options": _OPTIONS.format(schema=schema)}
    return PostgresEngine(create_engine(place, connect_args=options, pool_pre_ping=True), schema)


@contextmanager
def scratch(url: str) -> Iterator[str]:
    """Lend the URL of a schema of its own in the same database, dropped afterwards."""
    scratch_url = (
        make_url(url)
        .update_query_dict({"search_schema": f"{SCHEMA}_{secrets.token_hex(4)}"})
        .render_as_string(hide_password=False)
    )
    try:
        yield scratch_url
    finally:
        open_url(scratch_url).drop()


def _generation(connection: Connection) -> str:
    return str(connection.execute(text("SELECT generation FROM state")).scalar_one())


def _count(connection: Connection, counts: Counter[str]) -> None:
    """Note how many articles more, or fewer, hold each lexeme."""
    connection.execute(
        text(
            "INSERT INTO term (lexeme, articles)"
            " SELECT * FROM unnest(CAST(:lexemes AS text[]), CAST(:counts AS integer[]))"
            " ON CONFLICT (lexeme) DO UPDATE SET articles = term.articles + excluded.articles"
        ),
        {"lexemes": list(counts), "counts": list(counts.values())},
    )
