"""The reader that the intake and the commands use."""

from types import TracebackType
from typing import Self

from helpdesk.intake.reading.mail import ReadMail
from helpdesk.intake.reading.read import read_mail


class Reader:
    """Read mails one after the other, within the `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        pass

    def read(self, raw: bytes) -> ReadMail:
        """Return what `raw` says."""
        return read_mail(raw)
