"""Where to click: `[[Compte Pro > Carte]]` in a text becomes steps that are seen and heard in their order."""

import re
from html import escape

PATH = re.compile(r"\[\[(?P<steps>[^\[\]\n]{1,200})\]\]")
MOST_STEPS = 8
AND_THEN = {"fr": "puis", "en": "then"}
"""What a screen reader says between two steps, where the eye sees an angle."""


def steps_of(written: str) -> list[str]:
    """Return the steps between two pairs of brackets; none where it is no path."""
    steps = [each.strip() for each in re.split("[>›]", written)]
    return steps if 1 < len(steps) <= MOST_STEPS and all(steps) else []


def path_html(steps: list[str], lang: str) -> str:
    """Return a path as HTML."""
    between = f'<span aria-hidden="true"> › </span><span class="sr">, {AND_THEN.get(lang, "then")} </span>'
    return f'<span class="path">{between.join(f"<b>{escape(each)}</b>" for each in steps)}</span>'


def plain_path(steps: list[str]) -> str:
    """Return a path as plain words."""
    return " › ".join(steps)
