"""Text that was cut into lines for the way (format=flowed, RFC 3676), put together again."""

import re

from helpdesk.intake.reading.limits import MOST_FLOWED_LINES

QUOTE = re.compile(r">+")


def unflow(text: str, *, delsp: bool) -> str:
    """Return `text` with its paragraphs on one line each; quoted lines keep their signs."""
    if text.count("\n") > MOST_FLOWED_LINES:
        return text
    done: list[str] = []
    depth_before, flows = 0, False
    for line in text.split("\n"):
        found = QUOTE.match(line)
        depth = len(found[0]) if found else 0
        words = line[depth:].removeprefix(" ")
        if flows and depth == depth_before and words != "-- ":
            done[-1] += words
        else:
            done.append(f"{'>' * depth} {words}" if depth else words)
        flows = words.endswith(" ") and words != "-- "
        if flows and delsp:
            done[-1] = done[-1][:-1]
        depth_before = depth
    return "\n".join(done)
