"""One mail from its bytes."""

from email import message_from_bytes
from email.utils import parseaddr

from helpdesk.intake.reading.mail import ReadMail


def read_mail(raw: bytes) -> ReadMail:
    """Return what `raw` says; what cannot be read is left out, and `error` says so."""
    message = message_from_bytes(raw)
    name, address = parseaddr(str(message["From"] or ""))
    payload = message.get_payload(decode=True)
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ReadMail(
        from_address=address.lower() or None,
        from_name=name,
        subject=str(message["Subject"] or ""),
        message_id=message["Message-ID"],
        text=text,
        visible=text,
    )
