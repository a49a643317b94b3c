"""What a mail says, once read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file of a mail: a real attachment, an image inside the text, or a mail inside the mail.

    `name` has no folder, no control character and is never empty. `media_type` is what the sender declares:
    a hint for people, never to be trusted. `is_signature_logo`: a tiny image as signatures carry them.
    """

    name: str
    media_type: str
    content: bytes
    sha256: str
    content_id: str | None = None
    is_inline: bool = False
    is_signature_logo: bool = False

    @property
    def size(self) -> int:
        """Bytes of the decoded content."""
        return len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An address that a mail could not be delivered to.

    `status` is the enhanced code, 5.1.1 and the like. `permanent`: the address does not work, now or later;
    None when the report does not tell. `final` is False while the server goes on trying.
    """

    address: str
    status: str | None = None
    diagnostic: str | None = None
    permanent: bool | None = None
    final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report that a mail of ours did not arrive, or is late.

    `message_id` is that of the mail that came back, with its angle brackets; None when the report does not
    show it."""

    message_id: str | None
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A report, from the provider of `address`, that our mail was marked as unwanted (ARF, RFC 5965)."""

    address: str | None
    message_id: str | None
    return_path: str | None = None
    """Envelope sender of our mail, as the provider knows it."""
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """One mail, read. Addresses are in lower case; message ids keep their angle brackets.

    `text` has LF line ends and equals `visible` + `hidden`; `hidden` is the quoted history and the signature.
    `to` holds To and Cc; `recipients` these and what the servers noted (Delivered-To and its kin), where the
    reply tokens are. `references` go from the oldest to the newest. `html` is cleaned for display: nothing
    acts, nothing is loaded from elsewhere, images of the mail are `<img src="attached:2">`, the index in
    `attachments`. `automatic`: written by a machine, never to be answered by one; `automatic_why` names the
    sign. `loop` is what X-Helpdesk-Loop says. `authentication_results` are the raw headers, the newest first:
    the intake strips those that are not its own server's. `error` is a sentence about what could not be read.
    """

    from_address: str | None = None
    from_name: str = ""
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    reply_to: str | None = None
    return_path: str | None = None
    subject: str = ""
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None
    text: str = ""
    visible: str = ""
    hidden: str = ""
    html: str | None = None
    attachments: tuple[Attached, ...] = ()
    automatic: bool = False
    automatic_why: str = ""
    list_mail: bool = False
    loop: str | None = None
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    authentication_results: tuple[str, ...] = ()
    error: str | None = None
