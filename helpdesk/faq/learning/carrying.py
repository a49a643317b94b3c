"""How the words of a search travel to the vote on an article, without a cookie and without anything stored.

A result leads to `/faq/<slug>?mots=<the words>`. The page is the same with and without them, so the kept page is
served as ever; the form of the vote is in it, the same for everybody. When the reader votes, the browser says
which address the vote comes from (Referer, which our own pages get whole and other sites not at all): the words
are in it. They are counted with the vote and with nothing else; who does not vote leaves no trace of them.

Considered and left: words in the fragment of the address, which never reach us without a script; a signed
parameter, which says no more, since whoever forges words could as well search for them, and an editor reads them
before they count; a field in the form, which would make a page for each search and end the cache.

A browser that hides the Referer teaches nothing, and loses nothing.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import request, url_for

from helpdesk.faq.learning.rules import alias_from
from helpdesk.web.carried import CARRIED, is_carried


def address_with(slug: str, query: str) -> str:
    """Return the address of an article found by `query`; without words where these may not be kept."""
    words: dict[str, Any] = {CARRIED: alias_from(query)}
    return url_for("faq.show", slug=slug, **words)


def words_that_led_to(slug: str) -> str:
    """Return the words carried by the page of the article that this request comes from; empty for any other."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    if came.netloc != request.host or came.path != url_for("faq.show", slug=slug):
        return ""
    return parse_qs(came.query).get(CARRIED, [""])[0] if is_carried(came.query) else ""
