"""What somebody typed about a dossier that is out of their sight by now is given back, not lost.

The answer is the same for a dossier that does not exist, so that it tells nobody whether one does.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import render_template, request

from helpdesk.core.errors import NotFound
from helpdesk.tickets.rules import REPLY_LENGTH

UNWRITTEN = frozenset(
    {"csrf_token", "version", "seen", "kind", "then", "key", "outcome", "severity", "to", "topic"}
)
"""Fields in which nobody writes."""

TEXTS_AT_MOST = 20

P = ParamSpec("P")
R = TypeVar("R")


def gives_back_what_was_typed(view: Callable[P, R]) -> Callable[P, R | tuple[str, int]]:
    """Answer a form about a dossier that may not be seen with what was typed, and 409."""

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R | tuple[str, int]:
        try:
            return view(*args, **kwargs)
        except NotFound:
            texts = _typed()
            if not texts:
                raise
            return render_template("tickets/work/lost.html", texts=texts), 409

    return kept


def _typed() -> list[str]:
    if request.method != "POST":
        return []
    pairs: list[tuple[str, Any]] = list(request.form.items(multi=True))
    texts = [
        value.strip()[:REPLY_LENGTH] for name, value in pairs if name.rpartition("-")[2] not in UNWRITTEN
    ]
    return [text for text in texts if text][:TEXTS_AT_MOST]
