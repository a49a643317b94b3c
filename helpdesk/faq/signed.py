"""Links in mails to people without an account: signed, so that each mail can carry them anew."""

from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import token_hash

MARK_LENGTH = 16


def token_for(purpose: str, number: int, mark: str) -> str:
    """Return what names a row in a link for one purpose, and nobody else’s row ever."""
    return str(_signer(purpose).dumps([number, mark]))


def named_in(purpose: str, token: str) -> tuple[int, str]:
    """Return the number and the mark of the row that a link names; raise NotFound for a link that is not ours."""
    try:
        number, mark = _signer(purpose).loads(token)
        return int(number), str(mark)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound from error


def mark_of(what: str, email: str, created_at: datetime) -> str:
    """Return what tells a row from a later one with its number: SQLite gives the last number anew once it is free."""
    return token_hash(f"{what}\0{email}\0{int(created_at.timestamp())}")[:MARK_LENGTH]


def _signer(purpose: str) -> URLSafeSerializer:
    key = current_app.secret_key
    assert key is not None
    return URLSafeSerializer(key, salt=purpose)
