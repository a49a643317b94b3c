"""Parts of pages made once: the same for the same arguments, and for nothing else."""

from datetime import timedelta

from flask import Flask, render_template_string
from markupsafe import Markup

from helpdesk.web.remembering import remembered


def a_page(app: Flask, source: str, **values) -> str:
    with app.test_request_context("/"):
        return render_template_string('{% import "web/_ui.html" as ui %}' + source, **values)


def test_a_part_is_made_once_for_the_same_arguments_and_language(app):
    made = []
    part = remembered(lambda text: made.append(text) or Markup(text))

    with app.test_request_context("/"):
        assert [part("a"), part("b"), part("a")] == ["a", "b", "a"]
    with app.test_request_context("/", environ_overrides={"helpdesk.lang": "en"}):
        part("a")

    assert made == ["a", "b", "a"]


def test_a_text_is_escaped_after_the_markup_of_the_same_signs(app):
    marked = a_page(app, '{{ ui.badge("", "", words) }}', words=Markup("<b>x</b>"))
    typed = a_page(app, '{{ ui.badge("", "", words) }}', words="<b>x</b>")

    assert "<b>x</b>" in marked
    assert "&lt;b&gt;x&lt;/b&gt;" in typed


def test_an_instant_keeps_its_own_words(app, now):
    first, second = (
        a_page(app, "{{ ui.when_short(at) }}", at=at) for at in (now, now + timedelta(minutes=1))
    )

    assert first != second


def test_what_a_block_puts_in_is_never_kept(app):
    source = '<dl>{% call ui.kv("Nom") %}{{ words }}{% endcall %}</dl>'

    pages = [a_page(app, source, words=words) for words in ("une", "deux")]

    assert ["une" in page for page in pages] == [True, False]
    assert "deux" in pages[1]
