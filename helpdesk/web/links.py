"""Absolute addresses for mails, built from the base URL setting and never from a Host header."""

from typing import Any

from flask import current_app

from helpdesk.config import settings


def absolute(endpoint: str, *, lang: str = "fr", **values: Any) -> str:
    """Return the full address of `endpoint` in `lang`."""
    adapter = current_app.url_map.bind("", script_name="/en" if lang == "en" else "/")
    return settings().base_url + adapter.build(endpoint, values)
