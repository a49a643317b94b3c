"""The link that confirms or ends a wish to be told: signed, so that each mail can carry it anew."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from helpdesk.core.errors import NotFound


def token_of(subscription_id: int) -> str:
    """Return what names a subscription in a link."""
    return str(_signer().dumps(subscription_id))


def id_of(token: str) -> int:
    """Return the subscription that a link names; raise NotFound for a link that is not ours."""
    try:
        return int(_signer().loads(token))
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound from error


def _signer() -> URLSafeSerializer:
    key = current_app.secret_key
    assert key is not None
    return URLSafeSerializer(key, salt="to be told")
