"""The files of a mail, read anew from its bytes when somebody asks for one."""

from helpdesk.db import db
from helpdesk.intake.queries import find_raw
from helpdesk.intake.reading import Attached, Reader

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def find_piece(mail_id: int, number: int) -> Attached | None:
    """Return a file of a mail by its place in it; None when the bytes are forgotten or it has fewer."""
    raw = find_raw(mail_id)
    # Reading began a transaction: end it, since reading the mail takes its time.
    db.session.rollback()
    if raw is None:
        return None
    with Reader() as reader:
        files = reader.read(raw).attachments
    return files[number] if number < len(files) else None


def is_picture(content: bytes) -> str | None:
    """Return the type of a picture that browsers draw and nothing else can hide in as a page, or None."""
    return next((media_type for start, media_type in _PICTURES if content.startswith(start)), None)
