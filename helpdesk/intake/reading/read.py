"""One mail from its bytes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from helpdesk.intake.reading.addresses import read_address, read_addresses, read_ids
from helpdesk.intake.reading.automatic import is_list_mail, may_be_failure, why_automatic
from helpdesk.intake.reading.body import Body, read_body
from helpdesk.intake.reading.bounces import read_bounce, read_complaint
from helpdesk.intake.reading.charsets import to_text
from helpdesk.intake.reading.headers import Headers, split_headers
from helpdesk.intake.reading.limits import LARGEST_HEAD, LARGEST_MAIL, MEGABYTE
from helpdesk.intake.reading.mail import ReadMail
from helpdesk.intake.reading.parts import Budget, Part, read_parts
from helpdesk.intake.reading.raw import repair
from helpdesk.intake.reading.trim import is_forward_subject, trim
from helpdesk.intake.reading.trim.lines import alike
from helpdesk.intake.reading.words import decode_words, one_line, parameters

RECIPIENTS = (
    "to", "cc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to",
    "x-forwarded-to", "x-real-to", "apparently-to", "resent-to", "resent-cc",
)  # fmt: skip

TOO_LARGE = (
    f"Le courriel pèse plus de {LARGEST_MAIL // MEGABYTE} Mo : "
    "seul le début de son texte a été lu, sans ses fichiers."
)
TOO_MANY_PARTS = "Le courriel compte trop de parties : les dernières n’ont pas été lues."
FILES_REFUSED = "Les fichiers du courriel sont trop lourds : certains n’ont pas été gardés."
TEXT_CUT = "Le texte du courriel est trop long : sa fin n’a pas été lue."
NO_CONTENT = "Le courriel est vide."
LIST_NAME = re.compile(r"^\s*\[(?![^\]]*auto)[^\]]{1,40}\]\s*")
UNREADABLE = "Le courriel est illisible : seuls ses en-têtes ont été lus."


def read_mail(raw: bytes) -> ReadMail:
    """Return what `raw` says; what cannot be read is left out, and `error` says so."""
    try:
        return _read(raw)
    except Exception:
        # Whatever escaped the care taken below must not cost the mail: the intake keeps its raw bytes.
        return read_headers_only(raw, UNREADABLE)


def read_headers_only(raw: bytes, error: str) -> ReadMail:
    """Return what little the headers say, for a mail that cannot be read, and the sentence that says why."""
    try:
        headers, _ = split_headers(repair(raw[:LARGEST_HEAD]))
        return replace(_envelope(headers), error=error)
    except Exception:
        # The same: these bytes are nobody's mail.
        return ReadMail(error=error)


def _read(raw: bytes) -> ReadMail:
    large = len(raw) > LARGEST_MAIL
    root, budget = read_parts(repair(raw[:LARGEST_HEAD] if large else raw))
    body = read_body(root)
    envelope = _envelope(root.headers)
    words = body.words()
    mail = _with_reports(envelope, root)
    # A server's report is nobody's answer: what it quotes is what it has to say.
    whole = mail.bounce is not None or is_forward_subject(mail.subject)
    visible, hidden = trim(words.text, hints=words.hints, is_whole=whole)
    return replace(
        mail,
        text=words.text,
        visible=visible,
        hidden=hidden,
        html=body.display(),
        attachments=() if large else tuple(body.files),
        error=_error(raw, body, budget, large=large),
    )


def _error(raw: bytes, body: Body, budget: Budget, *, large: bool) -> str | None:
    sentences = (
        (TOO_LARGE, large),
        (NO_CONTENT, not raw.strip()),
        (TOO_MANY_PARTS, budget.exceeded),
        (FILES_REFUSED, body.refused),
        (TEXT_CUT, body.cut),
    )
    return " ".join(sentence for sentence, holds in sentences if holds) or None


def _envelope(headers: Headers) -> ReadMail:
    """Return what the headers say of who writes to whom about what."""
    name, address = read_address(headers.first("from") or headers.first("sender"))
    return_path = headers.first("return-path")
    return ReadMail(
        from_address=address,
        from_name=name[:300],
        to=read_addresses(headers.every("to", "cc")),
        recipients=read_addresses(headers.every(*RECIPIENTS)),
        reply_to=read_address(headers.first("reply-to"))[1],
        return_path=read_address(return_path)[1] or ("" if return_path is not None else None),
        subject=decode_words(headers.first("subject") or b"")[:1000],
        message_id=_first_id(headers, "message-id"),
        in_reply_to=_first_id(headers, "in-reply-to"),
        references=read_ids(headers.first("references")),
        sent_at=_date(headers.first("date")),
        loop=_text(headers.first("x-helpdesk-loop")),
        list_mail=is_list_mail(headers),
        authentication_results=tuple(
            one_line(to_text(each))[:4000] for each in headers.every("authentication-results")[:20]
        ),
    )


def _with_reports(mail: ReadMail, root: Part) -> ReadMail:
    """Add what tells a machine's mail from a person's."""
    subject = LIST_NAME.sub("", alike(mail.subject))
    # A report without parts is read as the text that it holds, but says what it is all the same.
    declared, _ = parameters(root.headers.first("content-type"))
    types = [declared, *(each.media_type for each in root.walk())]
    why = why_automatic(root.headers, mail.from_address, subject, types)
    complaint = read_complaint(root)
    suspected = may_be_failure(root.headers, mail.from_address, subject)
    bounce = None if complaint else read_bounce(root, suspected=suspected)
    if bounce and not why:
        why = "bounce"
    return replace(mail, automatic=bool(why), automatic_why=why, bounce=bounce, complaint=complaint)


def _first_id(headers: Headers, name: str) -> str | None:
    ids = read_ids(headers.first(name))
    return ids[0] if ids else None


def _date(value: bytes | None) -> datetime | None:
    if value is None:
        return None
    try:
        sent = parsedate_to_datetime(one_line(to_text(value))[:100])
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _text(value: bytes | None) -> str | None:
    return one_line(to_text(value))[:300] if value is not None else None
