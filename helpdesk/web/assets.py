"""Static files: one address per content, so browsers keep them for a year and never see an old one."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request
from markupsafe import Markup

from helpdesk.web.constant import constant

STATIC = Path(__file__).parent / "static"
A_YEAR_S = 31_536_000


@cache
def fingerprint(path: str) -> str:
    """Return eight characters that change with the file's content."""
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]


@constant
def static_url(path: str) -> str:
    """Return the address of a static file, the same in every language."""
    return f"/static/{path}?v={fingerprint(path)}"


@constant
@cache
def icon(name: str, *, small: bool = False) -> Markup:
    """Return an icon of the sprite. It is decorative: the words beside it carry the meaning."""
    looks = "icon icon-s" if small else "icon"
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        looks, static_url("icons.svg"), name
    )


def init_assets(app: Flask) -> None:
    """Serve fingerprinted files as immutable; give templates their addresses and the icons."""
    # Globals, not context values: macros that are imported see globals only.
    app.jinja_env.globals.update(static_url=static_url, svg_icon=icon, icon=icon)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
        return response
