"""Letters to copy: our words with the installation’s own telephone and hours; brackets are left to the writer."""

from flask import render_template

from helpdesk.config import settings
from helpdesk.core.phones import display
from helpdesk.core.typography import typo
from helpdesk.sepa.codes import ReasonCode
from helpdesk.sepa.rules import Letter, letter_of
from helpdesk.web.opening import hours_in_words


def letter_text(code: ReasonCode, lang: str) -> str:
    """Return the letter that fits a code, in `lang`; empty where none does."""
    letter = letter_of(code)
    if letter is Letter.NONE:
        return ""
    chosen, meaning = settings(), code.meaning(lang)
    text = render_template(
        f"sepa/letters/{letter}.{lang}.txt",
        code=code.code,
        meaning=meaning[:1].lower() + meaning[1:],
        site=chosen.site_name,
        phone=display(chosen.support_phone, lang) or chosen.support_email,
        hours=hours_in_words(chosen.support_hours, lang),
        bank=chosen.bank_name,
    )
    return typo(text) if lang == "fr" else text
