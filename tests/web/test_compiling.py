"""What is written into templates when they are compiled: right for its language, and never of one page."""

import pytest
from flask import Flask, render_template
from jinja2 import ChoiceLoader, DictLoader

from helpdesk.web.constant import constant
from helpdesk.web.i18n import LANGUAGES, in_lang


@pytest.fixture
def page(app: Flask):
    """Render a template that is compiled once for each language."""
    sources = {}
    app.jinja_env.loader = ChoiceLoader([DictLoader(sources), app.jinja_env.loader])
    app.jinja_env.bytecode_cache = None

    def rendered(source: str, *, lang: str = "fr", **values) -> str:
        sources["page.html"] = source
        with app.test_request_context("/"), in_lang(lang):
            return render_template("page.html", **values)

    return rendered


def test_words_are_those_of_the_page_however_often_languages_change(page):
    said = [page('{{ _("Mon compte") }}', lang=lang) for lang in ("fr", "en", "fr", "en")]

    assert said == ["Mon compte", "My account"] * 2


def test_a_small_part_speaks_the_language_of_its_page(page):
    source = '{% import "web/_ui.html" as ui %}{{ ui.badge("warn", "lock", _("Mon compte")) }}{{ ui.theme_button() }}'

    french, english = page(source), page(source, lang="en")

    assert "Mon compte" in french
    assert "Changer de thème" in french
    assert "My account" in english
    assert "Changer de thème" not in english


def test_a_constant_call_is_made_when_the_page_is_compiled(app, page):
    made = []
    app.jinja_env.globals["part"] = constant(lambda words: made.append(words) or words)

    pages = [page('{{ part("a") }}{{ part(words) }}', words=words) for words in ("b", "c")]

    assert pages == ["ab", "ac"]
    assert made == ["a", "b", "c"]


def test_a_call_that_says_nothing_of_itself_is_made_for_each_page(app, page):
    turns = iter(range(9))
    app.jinja_env.globals["part"] = lambda: next(turns)

    assert [page("{{ part() }}"), page("{{ part() }}")] == ["0", "1"]


def test_a_name_that_the_template_gives_to_something_else_is_its_own(page):
    source = '{% macro part(icon) %}{{ icon("moon") }}{% endmacro %}{{ part(mine) }}'

    assert page(source, mine=lambda name: f"my {name}") == "my moon"


def test_what_a_block_puts_in_is_of_one_page(page):
    source = '{% import "web/_ui.html" as ui %}{% call ui.empty("inbox", "Rien") %}{{ words }}{% endcall %}'

    pages = [page(source, words=words) for words in ("une", "deux")]

    assert ["une" in each for each in pages] == [True, False]


def test_values_are_escaped_and_our_own_words_are_not(page):
    assert page('{{ _("Mon compte") }}<b>{{ words }}</b>', words="<i>") == "Mon compte<b>&lt;i&gt;</b>"


def test_what_cannot_be_worked_out_is_left_to_the_page(page):
    assert page('{% if words %}{{ static_url("no-such-file") }}{% endif %}fine', words="") == "fine"


def test_no_compiled_template_makes_room_for_another(app):
    names = app.jinja_env.list_templates(["html"])

    for lang in LANGUAGES:
        with in_lang(lang):
            for name in names:
                app.jinja_env.get_template(name)

    assert len(app.jinja_env.cache) == len(LANGUAGES) * len(names)
