"""Serving kept pages before Flask begins: no session, no view, one question to the database.

Whoever has a cookie of ours, a query string that may change the page or another method goes on to Flask, and
so does everything that is not kept or no longer right. `pagecache.py` says what is kept, and when it ends.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from werkzeug.exceptions import SecurityError
from werkzeug.wsgi import ClosingIterator, get_host

from helpdesk.core.clock import now
from helpdesk.db import db
from helpdesk.web.carried import is_carried
from helpdesk.web.headers import security_headers
from helpdesk.web.i18n import Wsgi
from helpdesk.web.pagecache import Page, PageCache, is_right, reply_with
from helpdesk.web.tallies import Tallies

STATUS_LINES = {status: f"{status} {HTTPStatus(status).phrase}" for status in (200, 304)}


class FrontDoor:
    """Answer with a kept page if one is right for anybody, else let the application answer."""

    def __init__(self, app: Flask, inner: Wsgi) -> None:
        self._app, self._inner = app, inner
        self._pages: PageCache = app.extensions["pages"]
        self._tallies: Tallies = app.extensions["tallies"]
        self._security = list(security_headers(app.extensions["settings"]).items())

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Handle one request."""
        page = self._find(environ) if self._asks_for_public_page(environ) else None
        if page is None:
            return self._inner(environ, start_response)
        reply = reply_with(page, environ)
        start_response(STATUS_LINES[reply.status], [*reply.headers, *self._security])
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        if page.counts and self._tallies.add(page.counts, at=now()):
            return ClosingIterator([reply.body], self._tallies.write)
        return [reply.body]

    def _asks_for_public_page(self, environ: dict[str, Any]) -> bool:
        """Tell whether the request could be anybody’s; the names of all our cookies hold that of the session’s."""
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and is_carried(environ.get("QUERY_STRING", ""))
            and self._app.config["SESSION_COOKIE_NAME"] not in environ.get("HTTP_COOKIE", "")
            and self._trusts_host(environ)
        )

    def _trusts_host(self, environ: dict[str, Any]) -> bool:
        try:
            get_host(environ, self._app.config["TRUSTED_HOSTS"])
        except SecurityError:
            return False
        return True

    def _find(self, environ: dict[str, Any]) -> Page | None:
        key = self._pages.key_of(environ)
        page = self._pages.find(key)
        if page is None or page.view_counts:
            return None
        if is_right(page, self._engine):
            return page
        self._pages.drop(key)
        return None

    @cached_property
    def _engine(self) -> Engine:
        with self._app.app_context():
            return db.engine


def init_public_pages(app: Flask) -> None:
    """Give the application its memory of pages, and put the door before it."""
    app.extensions["pages"] = PageCache(app)
    app.wsgi_app = FrontDoor(app, app.wsgi_app)  # type: ignore[method-assign]
