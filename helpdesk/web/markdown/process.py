"""The child process that renders, and its end when a text takes too long."""

import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from helpdesk.places import PACKAGE
from helpdesk.web.markdown.task import Rendered, Task, rendered_from

LONGEST = 64 * 1024
"""Longest source that is rendered at all, in bytes."""
LIMIT_S = 2.0
"""Longest time one text may take, in seconds; an ordinary article takes some 10 ms."""
START_LIMIT_S = 60.0

_COMMAND = (sys.executable, "-c", "from helpdesk.web.markdown.child import main; main()")


class RenderFailed(Exception):
    """A text cannot be rendered; the message says why in a few words."""


class Renderer:
    """Render texts one after the other in one child process, which a text that hangs costs its life.

    The child starts with the first text and ends with the `with` block.
    """

    def __init__(self, *, limit: float = LIMIT_S) -> None:
        self._limit = limit
        self._child: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._stop()

    def render(self, text: str, *, lang: str = "fr", icons: str = "") -> Rendered:
        """Return the HTML of a Markdown text; `icons` is the address of the icon sprite.

        Raises RenderFailed for a text that is too long, takes too long, or breaks the renderer.
        """
        if len(text.encode("utf-8", "replace")) > LONGEST:
            raise RenderFailed(f"the text is longer than {LONGEST // 1024} kB")
        answer = self._ask(Task(text, lang, icons))
        if "error" in answer:
            raise RenderFailed(f"the text cannot be rendered ({answer['error']})")
        return rendered_from(answer)

    def _ask(self, task: Task) -> Any:
        child = self._child or self._start()
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(asdict(task)).encode() + b"\n")
            child.stdin.flush()
            return json.loads(self._line(self._limit))
        except (OSError, EOFError, TimeoutError) as error:
            self._stop()
            slow = isinstance(error, TimeoutError)
            why = f"rendering takes more than {self._limit:g} s" if slow else "the renderer broke down"
            raise RenderFailed(f"{why}: the text holds something hostile or absurd") from error

    def _start(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
        self._unread = b""
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
        )
        # Starting is not rendering: the child says when it is ready, and the clock of the text starts then.
        self._line(START_LIMIT_S)
        return self._child

    def _stop(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            try:
                assert pipe is not None
                pipe.close()
            except OSError:
                continue
        self._child = None

    def _line(self, limit: float) -> bytes:
        assert self._child is not None
        assert self._child.stdout is not None
        ends = time.monotonic() + limit
        with selectors.DefaultSelector() as selector:
            selector.register(self._child.stdout, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(max(0.0, ends - time.monotonic())):
                    raise TimeoutError
                chunk = os.read(self._child.stdout.fileno(), 65536)
                if not chunk:
                    raise EOFError
                self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return line
