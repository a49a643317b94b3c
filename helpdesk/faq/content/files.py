"""Images and documents that articles show: which are taken, how large, and under what name."""

import hashlib
import re

from helpdesk.core.filetypes import MEDIA_TYPES, agrees
from helpdesk.core.french import fold

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]{2,4}")
IMAGES = frozenset({"png", "jpg", "jpeg", "webp"})
DOCUMENTS = frozenset({"pdf", "xlsx", "ods", "docx", "odt", "csv", "txt"})
LARGEST_IMAGE = 1024 * 1024
LARGEST_DOCUMENT = 5 * 1024 * 1024
LONGEST_NAME = 120
# A link may lead to a page of the document (#page=2), or go round a cache (?v=2).
_SHOWN = re.compile(rf"/fichiers/({NAME.pattern})[\"#?]")


def files_in(html: str) -> frozenset[str]:
    """Return the names of the files that a rendered text shows or leads to."""
    return frozenset(name for name in _SHOWN.findall(html) if len(name) <= LONGEST_NAME)


def extension_of(name: str) -> str:
    """Return what follows the last point, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def largest(extension: str) -> int:
    """Return how many bytes a file of this kind may have."""
    return LARGEST_IMAGE if extension in IMAGES else LARGEST_DOCUMENT


def file_problem(name: str, size: int) -> str:
    """Return why a file cannot be taken by its name and length; empty when it can."""
    extension = extension_of(name)
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        return "a file is called like-this.png: small letters, figures and dashes"
    if extension not in IMAGES | DOCUMENTS:
        return f"files of the kind {extension} are not taken"
    if size > largest(extension):
        return f"the file is longer than {largest(extension) // 1024} kB"
    return ""


def agreement_problem(name: str, content: bytes) -> str:
    """Return what is wrong inside a file; empty when it is what its name says."""
    return "" if content and agrees(extension_of(name), content) else "the file is not what its name says"


def public_name(name: str, content: bytes) -> str:
    """Return the name under which a file is public: its own, tidied, and a mark of its content."""
    stem, _, _ = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    tidy = "-".join(re.findall("[a-z0-9]+", fold(stem)))[:80].strip("-") or "fichier"
    return f"{tidy}-{hashlib.sha256(content).hexdigest()[:8]}.{extension_of(name)}"


def media_type(name: str) -> str:
    """Return what a file is served as."""
    return MEDIA_TYPES[extension_of(name)]
