"""A text rendered as a page shows it."""

from helpdesk.web.markdown import Renderer

ICONS = "/static/icons.svg?v=1"


def html_of(renderer: Renderer, text: str, lang: str = "fr") -> str:
    return renderer.render(text, lang=lang, icons=ICONS).html
