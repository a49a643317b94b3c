"""Whole public pages, kept compressed in the memory of each process and served before Flask begins.

What is kept: the finished page of an anonymous GET without a query string, or with one that changes nothing
on it (`carried.py`), for the views that call `public_page`. Never the page of somebody signed in, nor one that
carries a message for one visitor.

When it ends: every answer first asks the page’s `Question`, one small SELECT whose row changes with whatever
the page shows. Another row, another hour, another state of the helpdesk (open, closed) makes the page anew; a
restart empties the memory, and settings and templates change with a restart alone. So several processes and
machines never show different texts.

A view gives the question, and a function that makes the page and says what the question would have answered,
from the same read, so that a change in between makes the page once more rather than never:

    def build() -> tuple[Answer, str]:
        row = get_article(slug)
        return (row.content_hash,), render_template("faq/show.html", article=row)

    return public_page(Question(HASH, {"slug": slug}), build, for_everybody=current_viewer() is None)

`frontdoor.py` serves a kept page without the view having run, and no view may set or remember anything there.
A view that only counts its readers says as what, by `counts`: the door then counts too, in memory
(`tallies.py`). One that must look at each of them says `view_counts`. `UNCHANGING` stands for the question
of a page that changes with the program alone.

Browsers and proxies may keep a copy but ask each time (`max-age=0`); an unchanged page costs them a 304.
"""

import gzip
import hashlib
import logging
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from flask import Flask, Response, current_app, make_response, request, session
from sqlalchemy import Dialect, Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_accept_header, parse_etags

from helpdesk.core.clock import local, now
from helpdesk.db import AnySelect, db
from helpdesk.web.carried import is_carried
from helpdesk.web.context import contact
from helpdesk.web.headers import make_public
from helpdesk.web.i18n import current_lang
from helpdesk.web.tallies import Thing, tally

log = logging.getLogger(__name__)

MEMORY = 12 * 1024 * 1024
"""What the kept pages may take, compressed, in bytes: some 2,000 articles."""

GZIP = 31
"""What zlib wants to be told to read a gzip file."""

CACHE_CONTROL = "public, max-age=0, must-revalidate"
HTML = "text/html; charset=utf-8"

Answer = tuple[Hashable, ...]
"""One row of texts and numbers; empty when a page changes with the program alone."""


@dataclass(frozen=True)
class Question:
    """What a page depends on: a statement that gives one row of texts and numbers, and its values.

    Without a row there is no such page any more.
    """

    statement: AnySelect
    values: Mapping[str, Any] = field(default_factory=dict)


UNCHANGING = None
"""In the place of a question: the page changes with the program alone."""


class Prepared(NamedTuple):
    """A question as the database’s driver takes it: asked at each hit, so it is put into words only once."""

    sql: str
    values: Any


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: its compressed bytes, the question it depends on, and the answer it was made from."""

    question: Prepared | None
    answer: Answer
    zipped: bytes
    etag: str
    content_type: str = HTML
    view_counts: bool = False
    counts: Thing = ()


class Reply(NamedTuple):
    """A page on its way to one reader."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class PageCache:
    """The pages of one process, least used first out; and what the clock says on them, once a minute."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._moments: dict[str, tuple[int, Hashable]] = {}

    def find(self, key: Hashable) -> Page | None:
        """Return the page kept under `key`, right or not."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Page) -> None:
        """Keep a page, and drop those that nobody asked for longest."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._size += len(page.zipped)
            while self._size > MEMORY:
                self._drop(next(iter(self._pages)))

    def drop(self, key: Hashable) -> None:
        """Forget a page that is no longer right."""
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    def key_of(self, environ: Mapping[str, Any]) -> Hashable:
        """Return what a page is kept under: its language, its address, and what the clock says on it."""
        lang = current_lang()
        return lang, environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), self._moment(now(), lang)

    def _moment(self, at: datetime, lang: str) -> Hashable:
        """Return what a page may show of the clock: day, hour, and whether somebody answers the telephone."""
        minute = int(at.timestamp()) // 60
        known = self._moments.get(lang)
        if known is None or known[0] != minute:
            here = local(at)
            with self._app.app_context():
                known = minute, (here.date(), here.hour, contact(at).state_sentence)
            self._moments[lang] = known
        return known[1]

    def _drop(self, key: Hashable) -> None:
        old = self._pages.pop(key, None)
        self._size -= len(old.zipped) if old else 0


def public_page(
    question: Question | None,
    build: Callable[[], tuple[Answer, str]],
    *,
    for_everybody: bool,
    content_type: str = HTML,
    view_counts: bool = False,
    counts: Thing = (),
) -> Response:
    """Answer with the kept page if its question still has the same answer, else with a new one, which is kept.

    `build` makes the page and tells the answer it was made from. `for_everybody` is false when somebody is
    signed in. What is no web page, such as a feed, names its `content_type`. `view_counts` is true for a
    view that looks at its readers: its page is kept all the same, and every reader comes by the view.
    `counts` names what one more reader is a tally of; whoever is signed in, or comes back to the page they
    are on, is no reader.
    """
    is_plain = is_carried(request.query_string.decode("latin-1"))
    if not for_everybody or not is_plain or "_flashes" in session:
        response = make_response(build()[1])
        response.headers["Content-Type"] = content_type
        return response
    cache: PageCache = current_app.extensions["pages"]
    key = cache.key_of(request.environ)
    page = cache.find(key)
    if page is None or not is_right(page, db.engine):
        answer, text = build()
        page = replace(
            _made(question, answer, text), content_type=content_type, view_counts=view_counts, counts=counts
        )
        cache.keep(key, page)
    if counts and request.method == "GET":
        tally(*counts)
    make_public()
    reply = reply_with(page, request.environ)
    return Response(reply.body, reply.status, reply.headers)


def is_right(page: Page, engine: Engine) -> bool:
    """Ask whether the page still says what the database says; one that cannot be asked counts as no.

    By the driver, on a connection of the pool: SQLAlchemy’s own way takes five times as long.
    """
    if page.question is None:
        return True
    try:
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(page.question.sql, page.question.values)
            row = cursor.fetchone()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
        # Making the page anew meets the same fault, and the application has a page for it.
        log.warning("a kept page cannot be checked", exc_info=True)
        return False
    return row is not None and tuple(row) == page.answer


def reply_with(page: Page, environ: Mapping[str, Any]) -> Reply:
    """Return the page as this reader takes it: compressed or not, or the word that theirs is still right."""
    zips = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f"{page.etag}-gzip" if zips else page.etag
    headers = [
        ("ETag", f'"{etag}"'),
        ("Cache-Control", CACHE_CONTROL),
        ("Vary", "Accept-Encoding, Cookie"),
    ]
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and parse_etags(asked).contains_weak(etag):
        return Reply(304, headers, b"")
    body = page.zipped if zips else zlib.decompress(page.zipped, wbits=GZIP)
    headers += [("Content-Type", page.content_type), ("Content-Length", str(len(body)))]
    if zips:
        headers.append(("Content-Encoding", "gzip"))
    return Reply(200, headers, body)


def prepare(question: Question, dialect: Dialect) -> Prepared:
    """Put a question into the words of a database."""
    compiled: Any = question.statement.compile(dialect=dialect)
    given = compiled.construct_params(question.values)
    values = {
        name: _bound(bind.type.dialect_impl(dialect).bind_processor(dialect), given[name])
        for bind, name in compiled.bind_names.items()
    }
    order = compiled.positiontup
    return Prepared(str(compiled), values if order is None else [values[name] for name in order])


def _bound(processor: Callable[[Any], Any] | None, value: Any) -> Any:
    return processor(value) if processor else value


def _made(question: Question | None, answer: Answer, text: str) -> Page:
    body = text.encode()
    # The time in the header of a gzip file would make each process compress the same page differently.
    zipped = gzip.compress(body, compresslevel=6, mtime=0)
    prepared = prepare(question, db.engine.dialect) if question else None
    return Page(prepared, answer, zipped, hashlib.sha256(body).hexdigest()[:32])


@lru_cache(256)
def _takes_gzip(accepted: str) -> bool:
    """Tell whether a browser takes gzip; there are only as many answers as kinds of browsers."""
    return parse_accept_header(accepted)["gzip"] > 0
