"""Addresses: of pages, for templates; and absolute ones for mails, never built from a Host header."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request, url_for

from helpdesk.config import settings

KEPT = 4_096


def absolute(endpoint: str, *, lang: str = "fr", **values: Any) -> str:
    """Return the full address of `endpoint` in `lang`."""
    adapter = current_app.url_map.bind("", script_name="/en" if lang == "en" else "/")
    return settings().base_url + adapter.build(endpoint, values)


def page_url(endpoint: str, **values: Any) -> str:
    """Return the address of a page in the language of this one, remembered as those in templates are."""
    remembering: Callable[..., str] = current_app.extensions["page_url"]
    return remembering(endpoint, **values)


def init_links(app: Flask) -> None:
    """Give templates a `url_for` that remembers: pages are full of the same few addresses, each slow to build."""

    @lru_cache(KEPT)
    def known(root: str, endpoint: str, values: tuple[tuple[str, Any, type], ...]) -> str:
        return url_for(endpoint, **{name: value for name, value, _type in values})

    def remembering(endpoint: str, **values: Any) -> str:
        if endpoint.startswith("."):
            # It means another page on another blueprint's page.
            return url_for(endpoint, **values)
        # With the types, since 1 and True are equal but are not written alike.
        key = tuple((name, value, type(value)) for name, value in values.items())
        return known(request.script_root, endpoint, key)

    app.extensions["page_url"] = app.jinja_env.globals["url_for"] = remembering
