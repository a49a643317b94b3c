"""Protection against forged requests: a token in every form, and a same-origin check for the rest."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, request
from flask_wtf import CSRFProtect

P = ParamSpec("P")
T = TypeVar("T")

csrf = CSRFProtect()


def is_same_origin() -> bool:
    """Tell whether the browser says that a page of this site sent the request, or is none that says anything.

    Pages that send no referrer have « null » for an origin: then Sec-Fetch-Site alone tells.
    """
    site = request.headers.get("Sec-Fetch-Site")
    return site in {"same-origin", "none"} if site is not None else _is_from_here()


def _is_from_here() -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")


def same_origin_only(view: Callable[P, T]) -> Callable[P, T]:
    """Guard a form without token on a page that is cached whole, such as a vote.

    A browser says where a request comes from in Sec-Fetch-Site or Origin; one that says nothing is not
    a browser carrying somebody's cookies, and is let through.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        if not is_same_origin() or not _is_from_here():
            abort(400)
        return view(*args, **kwargs)

    csrf.exempt(guarded)
    return guarded
