"""What runs in the child process: a task on each line of standard input, an answer on each line of output."""

import json
import resource
import sys
from dataclasses import asdict

from helpdesk.web.markdown.render import render
from helpdesk.web.markdown.task import Task

MEMORY = 1024**3
"""What a text may make the child take, in bytes of address space; an ordinary article takes a tenth."""


def main() -> None:
    """Answer tasks until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print("ready", flush=True)  # noqa: T201 - the pipe is how the parent is told
    for line in sys.stdin:
        print(json.dumps(_answer(line)), flush=True)  # noqa: T201


def _answer(line: str) -> dict[str, object]:
    try:
        return asdict(render(Task(**json.loads(line))))
    except (RecursionError, MemoryError):
        return {"error": "too deeply nested or too large"}
    except Exception as error:
        # Whatever a text breaks in the renderer is reported under the text's name by the parent.
        return {"error": type(error).__name__}
