"""The page of the glossary."""

from typing import Any

from flask import Response, render_template

from helpdesk.accounts.viewer import current_viewer
from helpdesk.core.identifiers import fold_key
from helpdesk.faq.companions.reading import GLOSSARY
from helpdesk.faq.companions.storing import ask_for, get_companion
from helpdesk.web.i18n import current_lang
from helpdesk.web.pagecache import Answer, public_page


def glossary() -> Response:
    """List every term, in the order of the reader’s alphabet."""

    def build() -> tuple[Answer, str]:
        row, lang = get_companion(*GLOSSARY), current_lang()
        terms = {each["slug"]: each[lang]["term"] for each in row.value}
        entries = sorted(row.value, key=lambda each: fold_key(each[lang]["term"]))
        page = render_template("faq/glossary/index.html", entries=[_shown(e, lang, terms) for e in entries])
        return (row.content_hash,), page

    return public_page(ask_for(*GLOSSARY), build, for_everybody=current_viewer() is None)


def _shown(entry: dict[str, Any], lang: str, terms: dict[str, str]) -> dict[str, Any]:
    said = entry[lang]
    other = [form for form in said["forms"] if form.lower() != said["term"].lower()]
    see = [(slug, terms[slug]) for slug in entry["see"] if slug in terms]
    return {**said, "other": other, "see": see, "article": entry["article"]}
