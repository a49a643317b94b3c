"""PDF files made once and kept: setting one takes seconds, so one at a time and the last few in memory."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from urllib.parse import quote, unquote

from flask import current_app

from helpdesk.engines import paper
from helpdesk.faq.printing.queries import list_pictures
from helpdesk.web.assets import STATIC

MEMORY = 16 * 1024 * 1024
"""What the kept files may take in each process, in bytes."""

FOLDER = "fichiers"
"""Where the images of articles are, in the addresses of this site."""
PICTURES = re.compile(rf'(<img [^>]*?src=")/{FOLDER}/([^"/]+)')


class Press:
    """The files of one process, least used first out; `_turn` lets one be set at a time."""

    def __init__(self) -> None:
        self._files: OrderedDict[Hashable, bytes] = OrderedDict()
        self._turn = Lock()

    def has(self, key: Hashable) -> bool:
        """Tell whether a file is kept."""
        return key in self._files

    def give(self, key: Hashable, html: Callable[[], str]) -> bytes:
        """Return the file kept under `key`, or set it from what `html` makes."""
        with self._turn:
            made = self._files.pop(key, None) or _set(html())
            self._files[key] = made
            while len(self._files) > 1 and sum(map(len, self._files.values())) > MEMORY:
                self._files.popitem(last=False)
            return made


def _set(html: str) -> bytes:
    """Make a file of a page with the images of articles it shows, which the process that sets it cannot read."""
    pictures = list_pictures(unquote(found[2]) for found in PICTURES.finditer(html))
    held = {f"{FOLDER}/{quote(name)}": body for name, body in pictures.items()}
    return paper.to_pdf(PICTURES.sub(rf"\1{paper.BASE}{FOLDER}/\2", html), STATIC, held)


def press() -> Press:
    """Return the press of this process."""
    found: Press = current_app.extensions.setdefault("press", Press())
    return found
