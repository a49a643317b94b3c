"""Protection against forged requests: a token in every form, and a same-origin check for the rest."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, request
from flask_wtf import CSRFProtect

P = ParamSpec("P")
T = TypeVar("T")

csrf = CSRFProtect()


def same_origin_only(view: Callable[P, T]) -> Callable[P, T]:
    """Guard a form without token on a page that is cached whole, such as a vote.

    A browser says where a request comes from in Sec-Fetch-Site or Origin; one that says nothing is not
    a browser carrying somebody's cookies, and is let through.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if site is not None and site not in {"same-origin", "none"}:
            abort(400)
        if origin is not None and origin != request.host_url.rstrip("/"):
            abort(400)
        return view(*args, **kwargs)

    csrf.exempt(guarded)
    return guarded
