"""Words that an address carries along and that change nothing on the page: `?mots=…`, and nothing beside it.

A page is kept and served whole as if they were not there; see `helpdesk/faq/learning/carrying.py` for their use.
"""

CARRIED = "mots"
"""The name of the parameter."""

_BEGINS = f"{CARRIED}="


def is_carried(query_string: str) -> bool:
    """Tell whether a query string holds carried words alone, or nothing at all."""
    return not query_string or (query_string.startswith(_BEGINS) and "&" not in query_string)
