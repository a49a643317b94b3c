"""From finished HTML to PDF, with the extra `pdf` (WeasyPrint); nothing is fetched but our own static
files, and pictures that are handed over with the page.

Setting a long text takes seconds and much memory, so a child process does it, and is stopped in time.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from helpdesk.core.child import Child, ChildFailed, serve

LIBRARY = "weasyprint"
BASE = "paper:///"
"""Stands for this site in the addresses of pictures and style sheets."""
LIMIT_S = 90.0
"""Longest time one file may take; our whole help takes some ten seconds."""
MEMORY = 3 * 1024**3
"""What setting one file may take, in bytes of address space."""


class NoPaper(Exception):
    """A PDF file cannot be made; the message says why."""


@cache
def is_available() -> bool:
    """Tell whether PDF files can be made here."""
    return find_spec(LIBRARY) is not None


def to_pdf(html: str, static: Path, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return a page as PDF. `static` is the folder of style sheets, fonts and icons; raises NoPaper.

    `pictures` are by the path at which the page shows them, without its first slash.
    """
    if not is_available():
        raise NoPaper("PDF files need one more package: pip install 'helpdesk[pdf]'")
    try:
        with Child("helpdesk.engines.paper:main") as child:
            held = {path: b64encode(body).decode() for path, body in (pictures or {}).items()}
            made = child.ask(json.dumps([html, str(static), held]).encode(), limit=LIMIT_S)
    except ChildFailed as error:
        raise NoPaper(f"the PDF file {error}") from error
    if not made:
        raise NoPaper("the page could not be set")
    return made


def main() -> None:
    """Set pages until standard input ends: what runs in the child process."""
    serve(_answer, memory=MEMORY)


def _answer(task: bytes) -> bytes:
    html, static, held = json.loads(task)
    try:
        library = import_module(LIBRARY)
        made: bytes = library.HTML(
            string=html,
            base_url=BASE,
            url_fetcher=own_files(Path(static), {path: b64decode(body) for path, body in held.items()}),
        ).write_pdf()
    except Exception:
        # Whatever a page breaks in the library, or a system without Pango, the parent says in its words.
        return b""
    return made


def own_files(static: Path, pictures: Mapping[str, bytes] | None = None) -> Any:
    """Return what the library reads files with: static files of ours, the pictures given, and nothing else.

    A server that fetched addresses for its readers could be sent to the machines beside it.
    """
    urls, root, given = import_module(f"{LIBRARY}.urls"), static.resolve(), pictures or {}

    class OwnFiles(urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Read static files and pictures; refuse every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return one file."""
            if url.removeprefix(BASE) in given:
                return _response(url, given[url.removeprefix(BASE)])
            file = (root / urlsplit(url).path.removeprefix("/static/")).resolve()
            if not url.startswith(f"{BASE}static/") or not file.is_relative_to(root):
                raise ValueError(f"not a file of ours: {url[:100]}")
            return _response(url, file.read_bytes())

    def _response(url: str, body: bytes) -> Any:
        media = guess_type(urlsplit(url).path)[0] or "application/octet-stream"
        return urls.URLFetcherResponse(url, body=body, headers={"Content-Type": media})

    return OwnFiles()
