"""Languages. French is the source; English lives under `/en/`, which a middleware turns into SCRIPT_NAME.

Routes are therefore declared once, and `url_for` keeps the language of the page by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale
from flask_babel import format_currency as babel_format_currency
from flask_babel import format_date as babel_format_date
from flask_babel import format_datetime as babel_format_datetime
from flask_babel import format_decimal as babel_format_decimal
from flask_babel import gettext as babel_gettext
from flask_babel import lazy_gettext as babel_lazy_gettext
from flask_babel import ngettext as babel_ngettext

gettext: Callable[..., str] = babel_gettext
lazy_gettext: Callable[..., str] = babel_lazy_gettext
ngettext: Callable[..., str] = babel_ngettext
format_date: Callable[..., str] = babel_format_date
format_datetime: Callable[..., str] = babel_format_datetime
format_currency: Callable[..., str] = babel_format_currency
format_decimal: Callable[..., str] = babel_format_decimal

LANGUAGES = ("fr", "en")
SOURCE_LANGUAGE = "fr"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PrefixMiddleware:
    """Move a leading `/en` from PATH_INFO to SCRIPT_NAME."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Handle one request."""
        path = environ.get("PATH_INFO", "")
        if path == "/en" or path.startswith("/en/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
            environ["helpdesk.lang"] = "en"
        return self.app(environ, start_response)


def current_lang() -> str:
    """Return the language now spoken: of the page, or of the mail being written."""
    locale = get_locale()
    return str(locale.language) if locale is not None else SOURCE_LANGUAGE


@contextmanager
def in_lang(lang: str) -> Iterator[None]:
    """Speak `lang` inside the block: for mail written in its reader's language."""
    with force_locale(lang if lang in LANGUAGES else SOURCE_LANGUAGE):
        yield


def other_language_url() -> str:
    """Return the address of this page in the other language."""
    path = request.full_path if request.query_string else request.path
    return path if request.environ.get("helpdesk.lang") == "en" else f"/en{path}"


def init_i18n(app: Flask) -> None:
    """Wire Flask-Babel: the language comes from the address, the zone from the settings."""
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE_LANGUAGE
    app.config["BABEL_DEFAULT_TIMEZONE"] = app.extensions["settings"].time_zone
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    Babel(app, locale_selector=_select)
    app.wsgi_app = PrefixMiddleware(app.wsgi_app)  # type: ignore[method-assign]


def _select() -> str:
    if not has_request_context():
        return getattr(g, "lang", SOURCE_LANGUAGE)
    return str(request.environ.get("helpdesk.lang", SOURCE_LANGUAGE))
