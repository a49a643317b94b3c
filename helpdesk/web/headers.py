"""Security headers on every response, errors and static files included.

Source: OWASP ASVS 5.0.0, 3.4 (browser security mechanism headers) and 14.3.2 (no-store).
"""

from flask import Flask, Response, g, request

from helpdesk.config import settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
DOWNLOAD_CSP = "default-src 'none'; sandbox"
HSTS = "max-age=31536000; includeSubDomains"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def hide_referrer() -> None:
    """Send no referrer at all from this response: for pages whose address holds a secret."""
    g.referrer_policy = "no-referrer"


def make_public() -> None:
    """Let caches keep this response; it must not depend on who asks."""
    g.public_page = True


def init_headers(app: Flask) -> None:
    """Set the headers after every request; a view may set a stricter policy of its own."""

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = g.get("referrer_policy", "same-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["X-Frame-Options"] = "DENY"
        if settings().secure:
            headers["Strict-Transport-Security"] = HSTS
        if request.endpoint != "static" and not g.get("public_page", False):
            headers["Cache-Control"] = "no-store"
        return response
