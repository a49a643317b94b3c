"""The link that confirms or ends a wish to be told: signed, so that each mail can carry it anew."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import token_hash
from helpdesk.faq.promises.models import Subscription

MARK_LENGTH = 16


def token_of(wish: Subscription) -> str:
    """Return what names a wish in a link, and nobody else’s wish ever."""
    return str(_signer().dumps([wish.id, mark_of(wish)]))


def named_in(token: str) -> tuple[int, str]:
    """Return the number and the mark of the wish that a link names; raise NotFound for a link that is not ours."""
    try:
        number, mark = _signer().loads(token)
        return int(number), str(mark)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound from error


def mark_of(wish: Subscription) -> str:
    """Return what tells a wish from a later one with its number: SQLite gives the last number anew once it is free."""
    return token_hash(f"{wish.slug}\0{wish.email}\0{int(wish.created_at.timestamp())}")[:MARK_LENGTH]


def _signer() -> URLSafeSerializer:
    key = current_app.secret_key
    assert key is not None
    return URLSafeSerializer(key, salt="to be told")
