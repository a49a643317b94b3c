"""From the URL in the settings to the file that knows its scheme."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit


class BadEngineUrl(ValueError):
    """Say in one sentence why a URL of the settings opens no engine."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Name the module behind a scheme, and the optional extra that brings what it needs."""

    module: str
    extra: str | None = None


def load(url: str, schemes: Mapping[str, Scheme], *, setting: str) -> ModuleType:
    """Return the module for the URL's scheme; raise BadEngineUrl for an unknown one or a missing extra."""
    scheme = check_scheme(url, schemes, setting=setting)
    try:
        return import_module(scheme.module)
    except ModuleNotFoundError as error:
        if scheme.extra is None:
            raise
        raise BadEngineUrl(
            f"{setting} with “{urlsplit(url).scheme}:” needs one more package: pip install 'helpdesk[{scheme.extra}]'"
        ) from error


def check_scheme(url: str, schemes: Mapping[str, Scheme], *, setting: str) -> Scheme:
    """Return what stands behind the URL's scheme, nothing of it loaded; raise BadEngineUrl for an unknown one."""
    name = urlsplit(url).scheme
    scheme = schemes.get(name)
    if scheme is None:
        known = ", ".join(f"{known}:" for known in schemes)
        raise BadEngineUrl(f"{setting} has the unknown scheme “{name}:” (known: {known})")
    return scheme


def folder_of(url: str, *, setting: str) -> Path:
    """Return the folder named by a URL such as `file:///srv/helpdesk/files`."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/") or path == "/":
        raise BadEngineUrl(f"{setting} must name a whole path, e.g. {parts.scheme}:///srv/helpdesk/data")
    return Path(path)
