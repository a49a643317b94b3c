"""Saying sentences in two languages, in code and in pages."""

import pytest
from flask import Flask, render_template_string

from helpdesk.web.i18n import current_lang, gettext, in_lang, lazy_gettext, ngettext


def said(app: Flask, template: str, path: str = "/", **values: object) -> str:
    environ = {"helpdesk.lang": "en"} if path.startswith("/en") else {}
    with app.test_request_context(path, environ_overrides=environ):
        return render_template_string(template, **values)


def test_a_sentence_follows_the_language_spoken(app: Flask) -> None:
    lazy = lazy_gettext("Chercher")

    with in_lang("en"):
        inside = (current_lang(), gettext("Chercher"), str(lazy))

    assert inside == ("en", "Search", "Search")
    assert (current_lang(), gettext("Chercher"), str(lazy)) == ("fr", "Chercher", "Chercher")


@pytest.mark.parametrize(("count", "words"), [(0, "0\u00a0jour"), (1, "1\u00a0jour"), (2, "2\u00a0jours")])
def test_none_is_singular_in_french(app: Flask, count: int, words: str) -> None:
    assert ngettext("%(num)d jour", "%(num)d jours", count) == words


def test_a_page_speaks_the_language_of_its_address(app: Flask) -> None:
    template = "{{ _('Chercher') }} {% trans %}Chercher{% endtrans %}"

    assert said(app, template) == "Chercher Chercher"
    assert said(app, template, "/en/") == "Search Search"


def test_a_value_in_a_sentence_is_escaped_and_the_sentence_is_not(app: Flask) -> None:
    template = "{{ _('<b>%(name)s</b>', name=name) }} {% trans name=name %}<i>{{ name }}</i>{% endtrans %}"

    assert said(app, template, name="<x>") == "<b>&lt;x&gt;</b> <i>&lt;x&gt;</i>"


def test_a_percent_sign_stays_one(app: Flask) -> None:
    template = (
        "{% trans %}100 % sûr{% endtrans %} "
        "{% trans n=3 %}{{ n }} % sûr{% pluralize %}{{ n }} % sûrs{% endtrans %}"
    )

    assert said(app, template) == "100\u202f% sûr 3 % sûrs"


def test_a_lazy_sentence_is_used_like_its_text(app: Flask) -> None:
    lazy = lazy_gettext("Chercher")

    assert lazy == "Chercher"
    assert lazy.upper() == "CHERCHER"
    assert "her" in lazy
    assert len(lazy) == 8
    assert f"{lazy:>10}" == "  Chercher"
    assert lazy + " !" == "Chercher !"
    assert sorted([lazy_gettext("b"), lazy_gettext("a")]) == ["a", "b"]
    assert {lazy: 1}["Chercher"] == 1


def test_a_lazy_sentence_is_escaped_in_a_page(app: Flask) -> None:
    assert said(app, "{{ words }}", words=lazy_gettext("a < b")) == "a &lt; b"
