"""The folded groups of an article’s form: what most articles leave alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpdesk.faq.writing.forms import ArticleForm


@dataclass(frozen=True)
class Group:
    """Fields that stand together, folded: how many are filled in, and whether one of them needs a look."""

    filled: int
    is_open: bool


GROUPS: Mapping[str, Sequence[str]] = {
    "address": ("slug", "lang", "keywords", "sources", "reason_codes"),
    "validity": ("as_of", "valid_from", "valid_until", "replaced_by"),
    "situation": ("provider", "variant", "variant_of", "stages"),
    "promise": ("promise", "promise_due_on", "promise_kept_on"),
}


def groups_of(form: ArticleForm, faults: Mapping[str, Sequence[str]]) -> Mapping[str, Group]:
    """Return how each group of fields stands."""
    return {
        name: Group(
            sum(bool(form[key].data) for key in keys if key in form),
            any(key in faults or (key in form and form[key].errors) for key in keys),
        )
        for name, keys in GROUPS.items()
    }
