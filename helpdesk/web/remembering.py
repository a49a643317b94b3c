"""Small parts of pages made once: a macro that depends on its arguments and the language alone."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from helpdesk.web.constant import constant
from helpdesk.web.i18n import current_lang

KEPT = 2048
"""How many different results of one macro are kept, unless it says less; the ones used last stay."""


def remembered(macro: Callable[..., Markup], kept: int = KEPT) -> Callable[..., Markup]:
    """Return the macro with a memory, for one that asks nothing but its arguments, all of them hashable.

    Lists repeat their badges, icons and rows from line to line and from page to page. What a `call`
    block puts into it is of one page alone, and not kept.
    """

    # Typed, since a text equals the markup of the same signs, and only one of the two is to be escaped.
    @lru_cache(maxsize=kept, typed=True)
    def make(lang: str, *args: Any, **kwargs: Any) -> Markup:
        return macro(*args, **kwargs)

    def make_in_page_language(*args: Any, **kwargs: Any) -> Markup:
        return macro(*args, **kwargs) if "caller" in kwargs else make(current_lang(), *args, **kwargs)

    return constant(make_in_page_language)
