"""The reader that the intake and the commands use: a child process, killed when a mail takes too long."""

from types import TracebackType
from typing import Self

from helpdesk.core.child import Child, ChildFailed
from helpdesk.intake.reading.limits import LARGEST_MAIL, MEGABYTE
from helpdesk.intake.reading.mail import ReadMail
from helpdesk.intake.reading.read import UNREADABLE, read_headers_only
from helpdesk.intake.reading.wire import from_wire

LIMIT_S = 4.0
"""Longest time for one mail, in seconds; an ordinary one takes a few thousandths."""
MEGABYTES_A_SECOND = 8
"""What a large mail is given more."""


class Reader:
    """Read mails one after the other in one child process, which a mail that hangs costs its life.

    The child starts with the first mail and ends with the `with` block. Nothing a mail holds makes it raise.
    """

    def __init__(self, *, limit: float = LIMIT_S) -> None:
        self._limit = limit
        self._child = Child("helpdesk.intake.reading.child:main")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._child.stop()

    def read(self, raw: bytes) -> ReadMail:
        """Return what `raw` says; of a mail that hangs or breaks the reader, what its headers say."""
        # Of a mail that is too large, the child is given just enough to see that it is.
        sent = raw if len(raw) <= LARGEST_MAIL else raw[: LARGEST_MAIL + 1]
        try:
            limit = self._limit + len(sent) / MEGABYTE / MEGABYTES_A_SECOND
            return from_wire(self._child.ask(sent, limit=limit))
        except ChildFailed:
            return read_headers_only(raw, UNREADABLE)
