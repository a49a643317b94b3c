"""The link that confirms or ends a wish to be told."""

from helpdesk.faq import signed
from helpdesk.faq.promises.models import Subscription

PURPOSE = "to be told"


def token_of(wish: Subscription) -> str:
    """Return what names a wish in a link."""
    return signed.token_for(PURPOSE, wish.id, mark_of(wish))


def named_in(token: str) -> tuple[int, str]:
    """Return the number and the mark of the wish that a link names; raise NotFound for a link that is not ours."""
    return signed.named_in(PURPOSE, token)


def mark_of(wish: Subscription) -> str:
    """Return what tells a wish from a later one with its number."""
    return signed.mark_of(wish.slug, wish.email, wish.created_at)
