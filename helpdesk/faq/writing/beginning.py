"""What a new notice begins with: every key it needs, the next number of the series that spoke last."""

import json
import re
from datetime import date

from helpdesk.faq.notices.queries import list_notices
from helpdesk.faq.notices.rules import newest_first
from helpdesk.web.i18n import gettext as _

_SLUG, _LANG = re.compile("^slug:.*$", re.MULTILINE), re.compile("^lang:.*$", re.MULTILINE)
PLAIN = frozenset({"slug", "lang", "day", "audience"})
"""Keys whose values need no quotes."""


def new_notice_text(today: date) -> str:
    """Return the text of a notice to be written."""
    latest = next(iter(newest_first(list_notices())), None)
    matter = {
        "title": _("Titre de la note"),
        "slug": "note",
        "lang": "fr",
        "series": latest.numbered.series if latest else _("Note d’information"),
        "number": latest.numbered.number + 1 if latest else 1,
        "place": _("Lieu"),
        "day": today,
        "signatory": "{{ note.signatory }}",
        "audience": "both",
        "summary": _("Ce que dit la note, en une ou deux phrases."),
        "supersedes": [],
        "reminds": [],
        "related": [],
    }
    # JSON is YAML: its quotes and its empty lists say the same there.
    front = [f"{key}: {_written(key, value)}" for key, value in matter.items()]
    return "\n".join(["---", *front, "---", f"## {_('Titre')}", "", _("Texte"), ""])


def _written(key: str, value: object) -> str:
    return str(value) if key in PLAIN else json.dumps(value, ensure_ascii=False)


def named(text: str, slug: str, lang: str) -> str:
    """Return a new text whose front matter says the name and the language that were chosen beside it."""
    text = _SLUG.sub(lambda _found: f"slug: {slug}", text, count=1)
    return _LANG.sub(lambda _found: f"lang: {lang}", text, count=1)
