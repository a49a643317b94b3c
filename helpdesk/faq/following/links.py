"""The link that confirms or ends following a collection."""

from helpdesk.faq import signed
from helpdesk.faq.following.models import CollectionFollower
from helpdesk.web.links import absolute

PURPOSE = "to follow"


def token_of(follower: CollectionFollower) -> str:
    """Return what names somebody who follows a collection, in a link."""
    return signed.token_for(PURPOSE, follower.id, mark_of(follower))


def named_in(token: str) -> tuple[int, str]:
    """Return the number and the mark that a link names; raise NotFound for a link that is not ours."""
    return signed.named_in(PURPOSE, token)


def mark_of(follower: CollectionFollower) -> str:
    """Return what tells a row from a later one with its number."""
    return signed.mark_of(follower.collection, follower.email, follower.created_at)


def leave_url(follower: CollectionFollower) -> str:
    """Return where a mail program says that somebody wants no more of these mails (RFC 8058)."""
    return absolute("faq.unfollow_at_once", lang=follower.lang, token=token_of(follower))
