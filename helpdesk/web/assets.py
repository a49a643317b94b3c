"""Static files: one address per content, so browsers keep them for a year and never see an old one."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

STATIC = Path(__file__).parent / "static"
A_YEAR_S = 31_536_000


@cache
def fingerprint(path: str) -> str:
    """Return eight characters that change with the file's content."""
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]


def static_url(path: str) -> str:
    """Return the address of a static file, the same in every language."""
    return f"/static/{path}?v={fingerprint(path)}"


def init_assets(app: Flask) -> None:
    """Serve fingerprinted files as immutable."""

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
        return response
