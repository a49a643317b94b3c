"""Languages. French is the source; English lives under `/en/`, which a middleware turns into SCRIPT_NAME.

Routes are therefore declared once, and `url_for` keeps the language of the page by itself.

A page is said in some two hundred pieces, so looking one up is kept short: the standard library's catalogues,
read once a process. Flask-Babel goes through five objects for each piece and takes eight times as long.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from typing import Any, cast

from flask import Flask, has_request_context, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from helpdesk.core.typography import typo
from helpdesk.places import PACKAGE
from helpdesk.web.carried import is_carried
from helpdesk.web.constant import constant
from helpdesk.web.lazy import LazyText

LANGUAGES = ("fr", "en")
SOURCE_LANGUAGE = "fr"
COMMAND_LANGUAGE = "en"
"""What the command line speaks. A command that meets refusals meant for people is `@in_lang` of it."""
LONGEST_QUERY = 2_000
"""Longest query of an address, in signs, that goes with the page to the other language."""
TRANSLATIONS = PACKAGE / "web" / "translations"

_spoken: ContextVar[str | None] = ContextVar("language_spoken", default=None)

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
        with in_lang(environ.get("helpdesk.lang", SOURCE_LANGUAGE)):
            return self.app(environ, start_response)


class French(NullTranslations):
    """The words as they stand in the program with their no-break spaces, and the French plural.

    None and one are singular.
    """

    def gettext(self, message: str) -> str:
        """Return the sentence as it is printed."""
        return _spaced(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n` things."""
        return _spaced(msgid1 if -2 < n < 2 else msgid2)


@lru_cache(8192)
def _spaced(message: str) -> str:
    """Set the French spaces once for each sentence of the program, before any value is set in."""
    return typo(message)


@cache
def _catalogue(lang: str) -> NullTranslations:
    if lang == SOURCE_LANGUAGE:
        return French()
    return translation("messages", str(TRANSLATIONS), [lang], fallback=True)


def catalogue() -> NullTranslations:
    """Return the words of the language now spoken."""
    return _catalogue(current_lang())


def gettext(message: str, /, **values: Any) -> str:
    """Say a French sentence in the language now spoken, with its values set in."""
    said = catalogue().gettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """Say the sentence that fits the number, which is `%(num)d` in it."""
    return catalogue().ngettext(one, many, num) % {"num": num, **values}


def lazy_gettext(message: str, /, **values: Any) -> str:
    """Return a sentence that is said when it is read, in the language then spoken; it stands for a `str`."""
    return cast(str, LazyText(gettext, message, values))


@constant
@pass_eval_context
def _gettext_in_page(context: EvalContext, message: str, /, **values: Any) -> str:
    said = catalogue().gettext(message)
    return _set_in(said, values, context) if "%" in said else _marked(said, context)


@pass_eval_context
def _ngettext_in_page(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    return _set_in(catalogue().ngettext(one, many, num), {"num": num, **values}, context)


def _set_in(said: str, values: dict[str, Any], context: EvalContext) -> str:
    """Set the values in; Jinja has doubled every other percent sign of its `{% trans %}`."""
    return _marked(said, context) % values


def _marked(said: str, context: EvalContext) -> str:
    # Our own words are markup; the values are escaped when they are set in.
    return Markup(said) if context.autoescape else said  # noqa: S704


def current_lang() -> str:
    """Return the language now spoken: of the page, or of the mail being written."""
    return _spoken.get() or _lang_of_request()


def _lang_of_request() -> str:
    """Return the language of a request that did not come through the middleware, or the source language."""
    if not has_request_context():
        return SOURCE_LANGUAGE
    lang: str = request.environ.get("helpdesk.lang", SOURCE_LANGUAGE)
    return lang


@contextmanager
def in_lang(lang: str) -> Iterator[None]:
    """Speak `lang` inside the block: for mail written in its reader's language."""
    token = _spoken.set(lang if lang in LANGUAGES else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _spoken.reset(token)


def other_language_url() -> str:
    """Return the address of this page in the other language, without words that it only carries."""
    # A question that is a book would be said twice on the page, once for each of its links.
    is_bare = len(request.query_string) > LONGEST_QUERY or is_carried(request.query_string.decode("latin-1"))
    path = request.path if is_bare else request.full_path
    return path if request.environ.get("helpdesk.lang") == "en" else f"/en{path}"


def init_i18n(app: Flask) -> None:
    """Choose the language by the address, and teach the templates to speak it."""
    environment = app.jinja_env
    # Each value is escaped when it is set into a sentence: Jinja's « new style ».
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(_=_gettext_in_page, gettext=_gettext_in_page, ngettext=_ngettext_in_page)
    app.wsgi_app = PrefixMiddleware(app.wsgi_app)  # type: ignore[method-assign]
