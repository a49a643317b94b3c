"""The files of a mail: their names, made harmless, and what they are."""

import hashlib
import mimetypes
import re

from helpdesk.intake.reading.headers import split_headers
from helpdesk.intake.reading.mail import Attached
from helpdesk.intake.reading.parts import Part
from helpdesk.intake.reading.words import decode_words

NESTED = frozenset({"message/rfc822", "message/global", "message/news"})
ENDINGS = {
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/news": ".eml",
    "message/partial": ".eml",
    "message/external-body": ".txt",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt",
    "text/rfc822-headers": ".txt",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/octet-stream": ".bin",
    "application/ms-tnef": ".dat",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pgp-keys": ".asc",
}
"""Endings of types that the standard table does not know, or knows by a surprising name."""

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:"|?*]+')
LONGEST_NAME = 150
LOGO = 2048
"""An image smaller than this, in bytes, is a logo or an icon of a signature."""


def attached(part: Part, number: int, *, inline: bool) -> Attached:
    """Return the file that a part holds; `number` names it when its sender does not."""
    content = part.content
    content_id = (part.headers.first("content-id") or b"").decode("ascii", "replace").strip(" <>\t")
    name = file_name(part.file_name or _own_name(part, content), part.media_type, number)
    return Attached(
        name=name,
        media_type=part.media_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        content_id=content_id[:500] or None,
        is_inline=inline or part.disposition == "inline",
        is_signature_logo=is_logo(
            part.media_type, len(content), is_named_file=part.disposition == "attachment"
        ),
    )


def embedded(name: str, content: bytes, number: int) -> Attached:
    """Return a file that was written inside a text, by uuencode."""
    safe = file_name(name, "application/octet-stream", number)
    guessed = mimetypes.guess_type(safe)[0] or "application/octet-stream"
    return Attached(
        name=safe, media_type=guessed, content=content, sha256=hashlib.sha256(content).hexdigest()
    )


def is_logo(media_type: str, size: int, *, is_named_file: bool) -> bool:
    """Tell whether an image is so small that it decorates a signature."""
    return media_type.startswith("image/") and size < LOGO and not is_named_file


def file_name(given: str, media_type: str, number: int) -> str:
    """Return a name without folder or control character, at most 150 letters, its ending kept."""
    last = re.split(r"[/\\]", given.strip())[-1]
    name = UNSAFE.sub(" ", last).strip(" .")
    if not name:
        return f"piece-jointe-{number}{_ending(media_type)}"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
        if dot and len(ending) < 10
        else name[:LONGEST_NAME]
    )


def _own_name(part: Part, content: bytes) -> str:
    """A mail inside a mail is named after its subject."""
    if part.media_type not in NESTED:
        return ""
    subject = (
        decode_words(split_headers(content)[0].first("subject") or b"").replace("/", "-").replace("\\", "-")
    )
    return f"{subject[:100].strip()}.eml" if subject.strip() else ""


def _ending(media_type: str) -> str:
    return ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or ".bin"
