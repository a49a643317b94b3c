"""Whole public pages, kept compressed in the memory of each process.

What is kept: the finished page of an anonymous GET without a query string, for the views that call
`public_page`. Never the page of somebody signed in, nor one that carries a message for one visitor.

When it ends: every answer first asks the view for the page’s stamp, one small SELECT that changes with
whatever the page shows. Another stamp, another day or another state of the helpdesk (open, closed) makes
the page anew; a restart empties the memory. So several processes and machines never show different texts.

Browsers and proxies may keep a copy but ask each time (`max-age=0`); an unchanged page costs them a 304.
"""

import gzip
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from flask import Flask, Response, current_app, make_response, request, session

from helpdesk.core.clock import local, now
from helpdesk.web.context import contact
from helpdesk.web.headers import make_public
from helpdesk.web.i18n import current_lang

MEMORY = 12 * 1024 * 1024
"""What the kept pages may take, compressed, in bytes: some 2,000 articles."""

GZIP = 31
"""What zlib wants to be told to read a gzip file."""

CACHE_CONTROL = "public, max-age=0, must-revalidate"

Stamp = Hashable


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: its compressed bytes, and the stamp of what it was made from."""

    stamp: Stamp
    zipped: bytes
    etag: str


class PageCache:
    """The pages of one process, least used first out; and what the clock says on them, once a minute."""

    def __init__(self) -> None:
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
            old = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += len(page.zipped) - (len(old.zipped) if old else 0)
            while self._size > MEMORY:
                self._size -= len(self._pages.popitem(last=False)[1].zipped)

    def moment(self, at: datetime, lang: str) -> Hashable:
        """Return what a page shows of the hour: the day, and whether somebody answers the telephone."""
        minute = int(at.timestamp()) // 60
        known = self._moments.get(lang)
        if known is None or known[0] != minute:
            known = minute, (local(at).date(), contact(at).state_sentence)
            self._moments[lang] = known
        return known[1]


def init_page_cache(app: Flask) -> None:
    """Give the application its memory of pages."""
    app.extensions["pages"] = PageCache()


def public_page(
    stamp: Callable[[], Stamp | None], build: Callable[[], tuple[Stamp, str]], *, for_everybody: bool
) -> Response:
    """Answer with the kept page if its stamp is still right, else with a new one, which is kept.

    `stamp` costs one small SELECT; None says that there is no such page any more. `build` renders the page
    and tells the stamp of what it read. `for_everybody` is false when somebody is signed in.
    """
    if not for_everybody or request.query_string or "_flashes" in session:
        return make_response(build()[1])
    cache: PageCache = current_app.extensions["pages"]
    lang = current_lang()
    key = (lang, request.path, cache.moment(now(), lang))
    page = cache.find(key)
    if page is None or page.stamp != stamp():
        page = _made(*build())
        cache.keep(key, page)
    return _answer(page)


def _made(stamp: Stamp, html: str) -> Page:
    body = html.encode()
    # The time in the header of a gzip file would make each process compress the same page differently.
    zipped = gzip.compress(body, compresslevel=6, mtime=0)
    return Page(stamp, zipped, hashlib.sha256(body).hexdigest()[:32])


def _answer(page: Page) -> Response:
    make_public()
    zips = request.accept_encodings["gzip"] > 0
    etag = f"{page.etag}-gzip" if zips else page.etag
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(
            page.zipped if zips else zlib.decompress(page.zipped, wbits=GZIP), mimetype="text/html"
        )
        if zips:
            response.content_encoding = "gzip"
    response.set_etag(etag)
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response
