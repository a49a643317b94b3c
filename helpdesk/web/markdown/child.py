"""What runs in the child process: Markdown tasks in, rendered texts out, both as JSON."""

import json
from dataclasses import asdict

from helpdesk.core.child import serve
from helpdesk.web.markdown.render import render
from helpdesk.web.markdown.task import Task

MEMORY = 1024**3
"""What a text may make the child take, in bytes of address space; an ordinary article takes a tenth."""


def main() -> None:
    """Answer tasks until standard input ends."""
    serve(lambda task: json.dumps(_answer(task)).encode(), memory=MEMORY)


def _answer(task: bytes) -> dict[str, object]:
    try:
        return asdict(render(Task(**json.loads(task))))
    except (RecursionError, MemoryError):
        return {"error": "too deeply nested or too large"}
    except Exception as error:
        # Whatever a text breaks in the renderer is reported under the text's name by the parent.
        return {"error": type(error).__name__}
