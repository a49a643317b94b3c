"""Views that take files: they alone read large bodies, and only of the kind that files travel in."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request

P = ParamSpec("P")
T = TypeVar("T")

LARGEST_BODY = 52 * 1024 * 1024
"""Five files of ten megabytes, with the fields of their form."""


def takes_files(view: Callable[P, T]) -> Callable[P, T]:
    """Let a view read bodies of `LARGEST_BODY`."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


LONGEST_TEXT = 2 * 1024 * 1024
"""A text far over any limit can still be read, refused in words and given back."""


def takes_texts(view: Callable[P, T]) -> Callable[P, T]:
    """Let a view read forms of `LONGEST_TEXT`."""
    view.takes_texts = True  # type: ignore[attr-defined]
    return view


def init_uploads(app: Flask) -> None:
    """Raise the limit before anything reads the form; call it before the CSRF check is set up."""

    @app.before_request
    def raise_limit() -> None:
        view = app.view_functions.get(request.endpoint or "")
        # A form sent without files is small: Werkzeug bounds the fields of multipart bodies only.
        if getattr(view, "takes_files", False) and request.mimetype == "multipart/form-data":
            request.max_content_length = LARGEST_BODY
        if getattr(view, "takes_texts", False):
            request.max_content_length = request.max_form_memory_size = LONGEST_TEXT
