"""What a template becomes, whatever people typed."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from helpdesk.outbox.composing import MARKDOWN_LIMIT, html_part, text_part
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rendering import render_mail

HOSTILE = [
    "<script>alert(1)</script>",
    "**fat** _thin_ `code` ~~gone~~",
    "[click](javascript:alert(1))",
    "![pixel](https://evil.example/p.gif)",
    "<https://evil.example>",
    "# title",
    "1. one",
    "- one",
    "> quoted",
    "| a | b |",
    "a\\*b \\",
    "&lt;b&gt; &amp; &#60;",
    "insert-0-insert",
    "[x]: https://evil.example",
    "===",
    "{{ 7*7 }} {% raw %} %(name)s %s %",
    "l’été à 12 h 30 : « 1 250,50 € »",
]


def html_of(letter):
    mail = OutgoingMail(
        subject=letter.subject, text=letter.text, markdown=letter.markdown, inserts=letter.inserts, lang="fr"
    )
    return sheet(html_part(mail))


def sheet(document):
    """Return what stands between the frame of the letter."""
    return re.search(r'<div class="sheet">\n<h1 [^\n]*</h1>\n(.*)\n</div>', document, re.DOTALL)[1].strip()


def words_of(html):
    """Return the text that a reader sees."""
    bare = re.sub(r"<[^>]+>", "", html)
    for entity, sign in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}.items():
        bare = bare.replace(entity, sign)
    return bare.strip()


def test_the_first_line_is_the_subject_and_the_rest_the_text(app, template):
    template("Objet : [Dossier {{ reference }}] Reçu\n\nBonjour,\n\nÀ bientôt.\n")

    letter = render_mail("tests/letter", "fr", {"reference": "K7Q-482"})

    assert letter.subject == "[Dossier K7Q-482] Reçu"
    assert letter.text == "Bonjour,\n\nÀ bientôt.\n"


def test_a_template_without_subject_is_a_mistake(app, template):
    template("Bonjour,\n")

    with pytest.raises(ValueError, match="Objet"):
        render_mail("tests/letter", "fr", {})


def test_a_misspelt_name_is_a_mistake(app, template):
    template("Objet : {{ refrence }}\n\nBonjour,\n")

    with pytest.raises(UndefinedError):
        render_mail("tests/letter", "fr", {"reference": "K7Q-482"})


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_means_itself_in_both_parts(app, template, value):
    template("Objet : Test\n\n{{ value }}\n")

    letter = render_mail("tests/letter", "fr", {"value": value})

    assert letter.text == f"{value}\n"
    html = html_of(letter)
    assert words_of(html) == value
    assert set(re.findall(r"<(\w+)", html)) == {"p"}


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_inside_a_translated_sentence_means_itself(app, template, value):
    template("Objet : Test\n\n{% trans %}Bonjour **vous**, {{ value }}.{% endtrans %}\n")

    letter = render_mail("tests/letter", "fr", {"value": value})

    assert letter.text == f"Bonjour **vous**, {value}.\n"
    html = html_of(letter)
    assert words_of(html) == f"Bonjour vous, {value}."
    assert set(re.findall(r"<(\w+)", html)) == {"p", "strong"}


def test_a_line_break_in_a_value_starts_no_line_of_its_own(app, template):
    template("Objet : {{ value }}\n\nDe : {{ value }}\n")

    letter = render_mail("tests/letter", "fr", {"value": "a\r\nBcc: x@example.org\n\nb\u2028c\x00"})

    assert letter.subject == "a Bcc: x@example.org b c"
    assert letter.text == "De : a Bcc: x@example.org b c\n"


def test_a_subject_is_cut_to_its_column(app, template):
    template("Objet : {{ value }}\n\nBonjour\n")

    assert len(render_mail("tests/letter", "fr", {"value": "x" * 5000}).subject) == 200


@pytest.mark.parametrize("value", HOSTILE)
def test_peoples_own_text_never_runs_through_markdown(app, template, value):
    template("Objet : Test\n\nIl écrit :\n\n{{ text | people }}\n\nFin.\n")

    letter = render_mail("tests/letter", "fr", {"text": f"{value}\n\n{value}"})

    assert letter.markdown == "Il écrit :\n\ninsert-0-insert\n\nFin.\n"
    assert f"\n{value}\n\n{value}\n" in letter.text
    html = html_of(letter)
    assert html.count("<p>") == 4
    # The spaces of French signs are bound, as on a page; nothing else is changed.
    assert words_of(html).replace("&nbsp;", " ").count(value) == 2


def test_one_text_of_people_cannot_call_for_another(app, template):
    template("Objet : Test\n\n{{ first | people }}\n\n{{ second | people }}\n")

    letter = render_mail("tests/letter", "fr", {"first": "insert-1-insert", "second": "secret"})

    assert html_of(letter).count("secret") == 1


def test_links_of_peoples_text_are_shown_as_they_are(app, template):
    template("Objet : Test\n\n{{ text | people }}\n")

    letter = render_mail("tests/letter", "fr", {"text": "voir https://example.org/a?b=1&c=2."})

    address = "https://example.org/a?b=1&amp;c=2"
    assert f'<a href="{address}" rel="noreferrer">{address}</a>.' in html_of(letter)


def test_a_link_of_ours_is_absolute_in_the_readers_language(app, template):
    template("Objet : Test\n\n{{ link('health.alive', q='a&b') }}\n")

    letter = render_mail("tests/letter", "en", {})

    assert letter.text == "http://localhost/en/healthz?q=a%26b\n"
    assert '<a href="http://localhost/en/healthz?q=a%26b" rel="noreferrer">http://loc' in html_of(letter)


def test_a_count_chooses_its_plural(app, template):
    template(
        "Objet : T\n\n"
        "{% trans n=n, who=who %}{{ n }} avis de {{ who }}{% pluralize %}{{ n }} avis, {{ who }}{% endtrans %}\n"
    )

    many = render_mail("tests/letter", "fr", {"n": 3, "who": "*A*"})

    assert many.text == "3 avis, *A*\n"
    assert words_of(html_of(many)) == "3 avis, *A*"


def test_dates_follow_the_readers_language(app, template, now):
    template("Objet : T\n\n{{ now | local }}\n")

    french, english = (render_mail("tests/letter", lang, {"now": now}).text for lang in ("fr", "en"))

    assert "lundi 16 novembre" in french
    assert "Monday 16 November" in english


def test_the_text_part_ends_with_the_signature(app, template):
    template("Objet : T\n\nBonjour\n")
    letter = render_mail("tests/letter", "fr", {})

    text = text_part(OutgoingMail(text=letter.text))

    assert text == "Bonjour\n\n-- \nEntraide Cotisations · Aide au prélèvement SEPA\nhttp://localhost\n"


def test_a_very_long_letter_is_shown_as_plain_text(app):
    mail = OutgoingMail(
        subject="T", text="**a**\n\nb", markdown="**a** " + "[" * MARKDOWN_LIMIT, inserts=[], lang="fr"
    )

    assert sheet(html_part(mail)) == "<p>**a**</p>\n<p>b</p>"


@pytest.mark.parametrize("sign", ["[", "[a](", "<a ", "*", "_a", "`", "\\", "&", "!["])
def test_hostile_values_take_no_time(app, template, sign):
    template("Objet : T\n\n{{ value }}\n")
    letter = render_mail("tests/letter", "fr", {"value": sign * (3000 // len(sign))})
    started = time.process_time()

    html_of(letter)

    assert time.process_time() - started < 2


@given(value=st.text(max_size=200))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_makes_markup(app, template, value):
    template("Objet : {{ value }} .\n\nDébut {{ value }} fin\n\n{{ value | people }}\n")

    letter = render_mail("tests/letter", "fr", {"value": value})

    assert set(re.findall(r"<(\w+)", html_of(letter))) <= {"p", "br", "a"}
