"""The day of an event in a text, and the word that says that it is over.

A text is rendered once and shown on any day: the word is there from the start, hidden, and `tell_ended` uncovers it
when a page is made. Light, as `task` is: the web server imports this, not the renderer.
"""

import re
from datetime import date

from babel.dates import format_date

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ENDED = re.compile(r'(<strong class="ended" data-day="(\d{4}-\d{2}-\d{2})") hidden>')
OVER = {"fr": "Terminé", "en": "Over"}


def day_of(written: str) -> date | None:
    """Return the day that a text writes, None where it is none."""
    try:
        return date.fromisoformat(written) if DAY.fullmatch(written) else None
    except ValueError:
        return None


def tell_ended(html: str, today: date) -> str:
    """Say of the events before `today` that they are over."""
    return ENDED.sub(lambda found: f"{found[1]}>" if date.fromisoformat(found[2]) < today else found[0], html)


def day_html(day: date, lang: str) -> str:
    """Return the day of an event, and the word that says that it is over, which is hidden."""
    over = f'<strong class="ended" data-day="{day}" hidden>{OVER.get(lang, "Over")}</strong>'
    return f'<time datetime="{day}">{said_day(day, lang)}</time> {over}'


def said_day(day: date, lang: str) -> str:
    """Return a day in words: « jeudi 3 décembre 2026 »."""
    said: str = format_date(day, "EEEE d MMMM y", locale=lang)
    return said
