"""Reports about mail of ours: that it did not arrive, is late, or was marked as unwanted."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from itertools import islice

from helpdesk.core.libraries import library
from helpdesk.intake.reading.addresses import read_address, read_ids
from helpdesk.intake.reading.charsets import to_text
from helpdesk.intake.reading.headers import Headers, split_headers
from helpdesk.intake.reading.mail import Bounce, Complaint, Failure
from helpdesk.intake.reading.parts import Part
from helpdesk.intake.reading.words import one_line

RETURNED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"})
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
WORKED = frozenset({"delivered", "relayed", "expanded"})
ID_LINE = re.compile(
    rb"^[ \t>|]{0,20}(?:x-)?(?:original-)?message-id:[ \t]*\r?\n?[ \t>|]*(<[^<>\r\n]{3,500}>)", re.I | re.M
)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
MOST_RECIPIENTS = 200
LARGEST = 256 * 1024
"""What is searched of a report that follows no standard, in bytes."""


def read_bounce(root: Part, *, suspected: bool) -> Bounce | None:
    """Return the report of a mail that did not arrive; the standard form first (RFC 3464), then older shapes.

    `suspected`: sender or subject are those of a server; without that, only the standard form counts.
    """
    blocks = _report(root)
    failures = tuple(failure for block in blocks if (failure := _failure(block)))
    if not failures and any(_word(block, "action") in WORKED for block in blocks):
        return None
    types = {each.media_type for each in root.walk()}
    standard = bool(types & REPORTS)
    if not failures and (suspected or standard):
        failures = _historical(root)
    # A report in words that nobody knows is one all the same when the mail itself came back.
    if not failures and not standard and not (suspected and types & RETURNED):
        return None
    return Bounce(message_id=_returned_id(root), failures=failures)


def read_complaint(root: Part) -> Complaint | None:
    """Return what a provider reports of a reader who marked our mail as unwanted."""
    report = next((each for each in root.walk() if each.media_type == "message/feedback-report"), None)
    if report is None:
        return None
    said, _ = split_headers(report.content)
    returned = next(
        (split_headers(each.content)[0] for each in root.walk() if each.media_type in RETURNED), Headers()
    )
    _, address = read_address(said.first("original-rcpt-to") or returned.first("to"))
    ids = read_ids(returned.first("message-id"))
    kind = (said.first("feedback-type") or b"abuse").decode("ascii", "replace").strip().lower()
    _, sender = read_address(said.first("original-mail-from") or returned.first("return-path"))
    return Complaint(address=address, message_id=ids[0] if ids else None, return_path=sender, kind=kind[:40])


def _report(root: Part) -> list[Headers]:
    """Return the blocks of the delivery status parts: one on the mail, one for each recipient."""
    blocks = (block for part in root.walk() if part.media_type in REPORTS for block in _blocks(part.content))
    return list(islice(blocks, MOST_RECIPIENTS))


def _blocks(content: bytes) -> Iterator[Headers]:
    for block in re.split(rb"\r?\n[ \t]*\r?\n", content[:LARGEST]):
        headers, _ = split_headers(block.strip() + b"\n")
        if headers.fields:
            yield headers


def _failure(block: Headers) -> Failure | None:
    action = _word(block, "action")
    address = _recipient(block, "original-recipient") or _recipient(block, "final-recipient")
    if address is None or action in WORKED:
        return None
    said = one_line(to_text(block.first("diagnostic-code") or b""))[:500] or None
    status = STATUS.search(_word(block, "status")) or (STATUS.search(said) if said else None)
    permanent = None if status is None else status[1].startswith("5") and action != "delayed"
    return Failure(
        address=address,
        status=status[1] if status else None,
        diagnostic=said,
        permanent=permanent,
        final=action != "delayed",
    )


def _recipient(block: Headers, name: str) -> str | None:
    value = block.first(name)
    return read_address(value.rpartition(b";")[2])[1] if value else None


def _word(block: Headers, name: str) -> str:
    return (block.first(name) or b"").decode("ascii", "replace").strip().lower()


def _historical(root: Part) -> tuple[Failure, ...]:
    raw = root.raw
    if len(raw) > LARGEST:
        raw = raw[:LARGEST]
    try:
        temporary, permanent = library("flufl.bounce").all_failures(message_from_bytes(raw))
    except Exception:
        # The library stumbles over missing senders and odd headers; then nothing is known, no more.
        return ()
    text = to_text(raw[root.start :])
    status = STATUS.search(text)
    failures = [_found(each, status[1] if status else None, final=True) for each in sorted(permanent)]
    failures += [_found(each, status[1] if status else None, final=False) for each in sorted(temporary)]
    return tuple(failures[:MOST_RECIPIENTS])


def _found(address: bytes | str, status: str | None, *, final: bool) -> Failure:
    text = address.decode("utf-8", "replace") if isinstance(address, bytes) else address
    permanent = final and (status is None or status.startswith("5"))
    return Failure(address=text.lower(), status=status, permanent=permanent, final=final)


def _returned_id(root: Part) -> str | None:
    """Return the Message-ID of the mail that came back: from its copy, else from what the report says of it."""
    own = set(read_ids(root.headers.first("message-id")))
    for part in root.walk():
        if part.media_type in RETURNED:
            ids = read_ids(split_headers(part.content)[0].first("message-id"))
            if ids:
                return ids[0]
    for found in ID_LINE.finditer(_written(root)):
        ids = read_ids(found[1])
        if ids and ids[0] not in own:
            return ids[0]
    for name in ("x-original-message-id", "in-reply-to", "references"):
        ids = read_ids(root.headers.first(name))
        if ids:
            return ids[-1]
    return None


def _written(root: Part) -> bytes:
    return b"\n".join(each.content[:LARGEST] for each in root.walk() if not each.parts)[:LARGEST]
