"""Security headers on every response, errors and static files included.

Source: OWASP ASVS 5.0.0, 3.4 (browser security mechanism headers) and 14.3.2 (no-store).
"""

from collections.abc import Mapping

from flask import Flask, Response, g, request

from helpdesk.config import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
DOWNLOAD_CSP = "default-src 'none'; sandbox"
HSTS = "max-age=31536000; includeSubDomains"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def security_headers(chosen: Settings) -> Mapping[str, str]:
    """Return what every response carries, unless its view sets a stricter policy of its own."""
    headers = {
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "X-Frame-Options": "DENY",
    }
    return headers | {"Strict-Transport-Security": HSTS} if chosen.secure else headers


def hide_referrer() -> None:
    """Send no referrer at all from this response: for pages whose address holds a secret."""
    g.referrer_policy = "no-referrer"


def make_public() -> None:
    """Let caches keep this response; it must not depend on who asks."""
    g.public_page = True


def init_headers(app: Flask) -> None:
    """Set the headers after every request; a view may set a stricter policy of its own."""
    common = security_headers(app.extensions["settings"])

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        policy = headers.get("Content-Security-Policy", CSP)
        headers.update(common)
        headers["Content-Security-Policy"] = policy
        if "referrer_policy" in g:
            headers["Referrer-Policy"] = g.referrer_policy
        if request.endpoint != "static" and not g.get("public_page", False):
            headers["Cache-Control"] = "no-store"
        return response
