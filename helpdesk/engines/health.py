"""What an engine says of itself when asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """Say whether an engine works, and in one sentence what is wrong when it does not."""

    ok: bool
    sentence: str = ""
