"""Markdown of articles and pages: written by editors, rendered when it is loaded, never in a request.

The renderer takes minutes on hostile text (20,000 opening brackets: 138 s), so it works in a child process
that is killed after two seconds. What it makes is cleaned by an allow-list before anything of ours is added.
"""

from helpdesk.web.markdown.process import LONGEST, Renderer, RenderFailed
from helpdesk.web.markdown.task import VERSION, Heading, Rendered

__all__ = ["LONGEST", "VERSION", "Heading", "RenderFailed", "Rendered", "Renderer", "escape_markdown"]

_SPECIAL = str.maketrans(
    {sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-.!|"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": " "}
)


def escape_markdown(value: str) -> str:
    """Return `value` as Markdown that shows just this value, on one line."""
    return value.translate(_SPECIAL)
