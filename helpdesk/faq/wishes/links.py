"""The link that confirms or ends a wish: it names the row, and what tells it from a later one with its number."""

from helpdesk.faq import signed
from helpdesk.faq.wishes.models import Correspondence
from helpdesk.web.links import absolute


def token_of(wish: Correspondence) -> str:
    """Return what names a wish in a link."""
    return signed.token_for(wish.PURPOSE, wish.id, mark_of(wish))


def mark_of(wish: Correspondence) -> str:
    """Return what tells a wish from a later one with its number."""
    return signed.mark_of(getattr(wish, wish.ABOUT), wish.email, wish.created_at)


def leave_url(wish: Correspondence) -> str:
    """Return where a mail program says that somebody wants no more of these mails (RFC 8058)."""
    return absolute(wish.LEFT_AT, lang=wish.lang, token=token_of(wish))
