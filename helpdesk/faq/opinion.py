"""Where a reader is in saying whether an article helped: not asked, why not, thanked, or not counted again."""

from dataclasses import dataclass
from enum import StrEnum

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from helpdesk.core.errors import NotFound

HOUR_S = 3600


class Step(StrEnum):
    """The values of `?avis=` on the page of an article."""

    ASK = ""
    WHY = "pourquoi"
    THANKS = "merci"
    NOT_AGAIN = "deja"


@dataclass(frozen=True)
class Opinion:
    """What the vote card shows. `token` names the vote that a reason is added to."""

    step: Step = Step.ASK
    token: str = ""
    reason: str = ""
    comment: str = ""
    error: str = ""


NO_OPINION = Opinion()


def opinion_at(step: str, token: str) -> Opinion:
    """Return the opinion that an address says; anything odd asks again."""
    known = Step(step) if step in set(Step) else Step.ASK
    return NO_OPINION if known is Step.WHY and not token else Opinion(known, token)


def vote_token(vote_id: int) -> str:
    """Return the signed name of a vote, for the one who cast it."""
    return str(_signer().dumps(vote_id))


def vote_id_of(token: str) -> int:
    """Return the vote that a token of the last hour names; raise NotFound for any other."""
    try:
        return int(_signer().loads(token, max_age=HOUR_S))
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound from error


def _signer() -> URLSafeTimedSerializer:
    key = current_app.secret_key
    assert key is not None
    return URLSafeTimedSerializer(key, salt="reason of a vote")
