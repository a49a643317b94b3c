"""Which files are taken: by extension first, then by what is really inside.

Content is looked at only to catch mistakes and crude disguises: a file can be two things at once.
What protects readers is how files are served: as attachments, never sniffed, in a sandbox.
"""

from dataclasses import dataclass

from helpdesk.core.filetypes import MEDIA_TYPES, agrees
from helpdesk.core.identifiers import one_line
from helpdesk.tickets.rules import FILE_NAME_LENGTH, extension_of

__all__ = ["MEDIA_TYPES", "KeptFile", "agrees", "clean_name"]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Describe a file that the store keeps and no dossier holds yet."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str


def clean_name(name: str) -> str:
    """Return a name fit to be shown and sent back: one line, no path, no hidden sign, 150 at most.

    Keeps the extension when it has to cut.
    """
    base = one_line(name.replace("\\", "/").rpartition("/")[2]).lstrip(". ")
    if len(base) <= FILE_NAME_LENGTH:
        return base
    ending = f".{extension_of(base)}" if extension_of(base) else ""
    return (
        base[: FILE_NAME_LENGTH - len(ending)].rstrip() + ending
        if len(ending) < 20
        else base[:FILE_NAME_LENGTH]
    )
