"""The child process that renders, and its end when a text takes too long."""

import json
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from helpdesk.core.child import Child, ChildFailed
from helpdesk.web.markdown.task import Rendered, Task, rendered_from

LONGEST = 64 * 1024
"""Longest source that is rendered at all, in bytes."""
LIMIT_S = 2.0
"""Longest time one text may take, in seconds; an ordinary article takes some 10 ms."""


class RenderFailed(Exception):
    """A text cannot be rendered; the message says why in a few words."""


class Renderer:
    """Render texts one after the other in one child process, which a text that hangs costs its life.

    The child starts with the first text and ends with the `with` block.
    """

    def __init__(self, *, limit: float = LIMIT_S) -> None:
        self._limit = limit
        self._child = Child("helpdesk.web.markdown.child:main")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._child.stop()

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
        try:
            return json.loads(self._child.ask(json.dumps(asdict(task)).encode(), limit=self._limit))
        except ChildFailed as error:
            why = f"rendering takes more than {self._limit:g} s" if error.slow else "the renderer broke down"
            raise RenderFailed(f"{why}: the text holds something hostile or absurd") from error
