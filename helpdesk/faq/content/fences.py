"""Lines between fences are code: nothing in them is a heading, a box or an event."""

import re
from collections.abc import Iterator

FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)")


def outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that is no code, with its number from 1; a fence that is not closed goes to the end."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        elif found:
            fence = found[1]
        else:
            yield number, line
