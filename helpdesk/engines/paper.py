"""From finished HTML to PDF, with the extra `pdf` (WeasyPrint); nothing is fetched but our own static files."""

from functools import cache
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

BASE = "paper:///"
"""Stands for this site in the addresses of pictures and style sheets."""
EXTRA = "PDF files need one more package: pip install 'helpdesk[pdf]'"


class NoPaper(Exception):
    """PDF files cannot be made here; the message says what is missing."""


def is_available() -> bool:
    """Tell whether PDF files can be made here."""
    try:
        _library()
    except NoPaper:
        return False
    return True


def to_pdf(html: str, static: Path) -> bytes:
    """Return a page as PDF. `static` is the folder of style sheets, fonts and icons; raises NoPaper.

    Anything else that the page names is left out: a server that fetched addresses for its readers could
    be sent to the machines beside it.
    """

    library = _library()
    fetcher = _own_files(library, static)
    made: bytes = library.HTML(string=html, base_url=BASE, url_fetcher=fetcher).write_pdf()
    return made


def _own_files(library: ModuleType, static: Path) -> Any:
    urls, root = library.urls, static.resolve()

    class OwnFiles(urls.URLFetcher):  # type: ignore[name-defined, misc]
        """Read static files; refuse every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            file = (root / urlsplit(url).path.removeprefix("/static/")).resolve()
            if not url.startswith(f"{BASE}static/") or not file.is_relative_to(root):
                raise ValueError(f"not a file of ours: {url[:100]}")
            media = guess_type(file.name)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, body=file.read_bytes(), headers={"Content-Type": media})

    return OwnFiles()


@cache
def _library() -> ModuleType:
    # OSError: the package is there, but not the system's Pango that it needs.
    try:
        return import_module("weasyprint")
    except (ModuleNotFoundError, OSError) as error:
        raise NoPaper(EXTRA) from error
