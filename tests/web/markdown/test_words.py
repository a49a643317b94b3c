"""Words in a line: addresses that become links, French spaces, values shown as they are."""

import re

import pytest

from helpdesk.web.markdown import Renderer, escape_markdown
from tests.web.markdown.rendering import ICONS, html_of


def test_bare_addresses_mailboxes_and_telephones_become_links(renderer: Renderer):
    html = html_of(
        renderer,
        "Voir https://plateforme.example.org/faq. Écrire à aide@example.org, appeler le 01 99 00 00 00 ou "
        "+33 1 99 00 00 00.",
    )

    assert '<a href="https://plateforme.example.org/faq">https://plateforme.example.org/faq</a>.' in html
    assert '<a href="mailto:aide@example.org">aide@example.org</a>,' in html
    assert '<a href="tel:+33199000000">01 99 00 00 00</a> ou' in html
    assert '<a href="tel:+33199000000">+33 1 99 00 00 00</a>.' in html


def test_figures_that_are_no_telephone_stay_text(renderer: Renderer):
    html = html_of(
        renderer, "FR76 3000 6000 0112 3456 7890 189, 0102030405060708, 12 01 02 03 04 05, `01 99 00 00 00`"
    )

    assert "<a" not in html


def test_links_in_links_are_not_made(renderer: Renderer):
    assert html_of(renderer, "[https://example.org](/faq/x)").count("<a") == 1


def test_french_spaces_are_set_in_text_and_nowhere_else(renderer: Renderer):
    html = html_of(renderer, "Pourquoi ? **Attention** : « oui » ! `a ? b` [x](/faq/a?b=c)")

    assert "Pourquoi\u202f?" in html
    assert "</strong>\u00a0: «\u00a0oui\u00a0»\u202f!" in html
    assert "<code>a ? b</code>" in html
    assert 'href="/faq/a?b=c"' in html


def test_english_keeps_its_spaces(renderer: Renderer):
    assert html_of(renderer, "Why ? See: «x»", "en") == "<p>Why ? See: «x»</p>"


def test_the_plain_words_are_one_line_for_each_paragraph(renderer: Renderer):
    rendered = renderer.render("## Titre\n\nUn *texte*\nqui suit.\n\n| a | b |\n|---|---|\n| c | d |\n")

    assert rendered.plain.split("\n") == ["Titre", "Un texte qui suit.", "a · b", "c · d"]


@pytest.mark.parametrize(
    "value",
    [
        "*x*",
        "_x_ [a](b) `c`",
        "1. un",
        "- deux",
        "# trois",
        "> quatre",
        "<b>",
        "a|b",
        "\\*",
        "!!! note",
        "a\nb",
        "&amp;",
    ],
)
def test_an_escaped_value_shows_just_itself(renderer: Renderer, value: str):
    rendered = renderer.render(
        f"Avant {escape_markdown(value)} après.\n\n{escape_markdown(value)}", lang="en"
    )

    assert rendered.plain.split("\n") == [
        f"Avant {value} après.".replace("\n", " "),
        value.replace("\n", " "),
    ]
    assert set(re.findall(r"<(\w+)", rendered.html)) == {"p"}


def test_an_escaped_address_works_inside_a_link(renderer: Renderer):
    html = html_of(renderer, f"[là]({escape_markdown('https://example.org/a_b-c?d=*e*')})")

    assert html == '<p><a href="https://example.org/a_b-c?d=*e*">là</a></p>'


def test_a_click_path_is_seen_and_heard_step_by_step(renderer: Renderer):
    rendered = renderer.render(
        "Ouvrez [[Compte Pro > **Carte**]] puis [[A › B > C]].", lang="fr", icons=ICONS
    )

    assert rendered.plain == "Ouvrez [[Compte Pro > Carte]] puis A › B › C."
    assert rendered.html.endswith(
        '<span class="path"><b>A</b><span aria-hidden="true"> › </span><span class="sr">, puis </span>'
        '<b>B</b><span aria-hidden="true"> › </span><span class="sr">, puis </span><b>C</b></span>.</p>'
    )


@pytest.mark.parametrize("text", ["[[seul]]", "[[a > ]]", "`[[a > b]]`", "[[" + "a > " * 9 + "a]]"])
def test_what_is_no_path_stays_as_it_is_written(renderer: Renderer, text: str):
    assert 'class="path"' not in html_of(renderer, text)
