"""What runs in the child process: raw mails in, read mails out."""

from helpdesk.core.child import serve
from helpdesk.intake.reading.read import UNREADABLE, read_headers_only, read_mail
from helpdesk.intake.reading.wire import to_wire

MEMORY = 1024**3
"""What a mail may make the child take, in bytes of address space; one of 25 MB takes a third."""


def main() -> None:
    """Answer until standard input ends."""
    serve(_answer, memory=MEMORY)


def _answer(raw: bytes) -> bytes:
    try:
        return to_wire(read_mail(raw))
    except MemoryError:
        return to_wire(read_headers_only(raw, UNREADABLE))
