"""Kinds of values a setting may have; what is written wrongly is said in words that follow the setting's name.

Seen at the start, by every command, before anything is opened.
"""

import logging
import re
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
SECRET_KEY_MIN = 32
"""Shortest secret key accepted in production, in characters (256 bits in hexadecimal take 64)."""
SECRET_KEY_VARIETY = 8
"""Fewest different characters in it: a key of one letter held down is none."""


def is_strong(key: str) -> bool:
    """Tell whether a secret key is long and varied enough to be one."""
    return len(key) >= SECRET_KEY_MIN and len(set(key)) >= SECRET_KEY_VARIETY


def _site(value: str) -> str:
    if not value:
        return value
    parts = _split(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must start with http:// or https:// and name a host, e.g. https://aide.example.org")
    if any(letter.isspace() for letter in value):
        raise ValueError("must not hold blanks")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("must end with the host: the site is not served under a path")
    return value.rstrip("/")


def _page(value: str) -> str:
    parts = _split(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("must be the address of a page, e.g. https://example.org/page")
    return value


def _engine(value: str) -> str:
    if value and not _split(value).scheme:
        raise ValueError("must be a URL, with the engine before the colon; README has one example of each")
    return value


def _split(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _port: Any = parts.port
    except ValueError as error:
        raise ValueError("is not a URL that can be read") from error
    return parts


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ValueError("must name a time zone, e.g. Europe/Paris") from error


def _phone(value: str) -> str:
    if not E164.fullmatch(value):
        raise ValueError("must be a telephone number in E.164 form, e.g. +33199000000")
    return value


def _log_level(value: str) -> str:
    known = logging.getLevelNamesMapping()
    if value.upper() not in known:
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return value.upper()


Site = Annotated[str, AfterValidator(_site)]
Page = Annotated[str, AfterValidator(_page)]
Engine = Annotated[str, AfterValidator(_engine)]
Zone = Annotated[str, AfterValidator(_zone)]
Phone = Annotated[str, AfterValidator(_phone)]
LogLevel = Annotated[str, AfterValidator(_log_level)]
