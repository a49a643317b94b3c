"""How far a long command is, said on standard error: nothing where it is soon done."""

import sys
import time
from types import TracebackType
from typing import Self

import click

from helpdesk.faq.batches import Step

PATIENCE_S = 2.0
"""What ends sooner says nothing of itself."""
SCREEN_S = 0.1
LOG_S = 5.0
"""How often the line on a screen is written anew, and how often a log gets a line."""

VERBS = {Step.READ: "Reading", Step.RENDER: "Rendering", Step.INDEX: "Indexing"}


class Watched:
    """Tell where a load is, as the work goes on; on a screen by one line that changes and goes at the end."""

    def __init__(self) -> None:
        self._next = time.monotonic() + PATIENCE_S
        self._on_screen = sys.stderr.isatty()

    def __call__(self, step: Step, done: int, total: int, name: str) -> None:
        """Say it, unless something was said just now."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + (SCREEN_S if self._on_screen else LOG_S)
        line = f"{VERBS[step]} {done + 1} of {total} {name}".rstrip()
        click.echo(f"\r\033[K{line}" if self._on_screen else line, err=True, nl=not self._on_screen)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        if self._on_screen:
            click.echo("\r\033[K", err=True, nl=False)
