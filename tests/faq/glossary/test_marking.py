from time import perf_counter

import pytest

from helpdesk.faq.glossary.marking import Term, mark, used_terms

RUM = Term("rum", "RUM", ("RUM", "référence unique de mandat"), "Le numéro du mandat.")
UNPAID = Term("impaye", "impayé", ("impayé", "impayés"), "Un prélèvement < non payé.")
MANDATE = Term("mandat", "mandat", ("mandat", "mandats", "mandat SEPA"), "L’autorisation.")
TERMS = (RUM, UNPAID, MANDATE)


def links(html: str) -> int:
    return mark(html, TERMS).count('class="term"')


def test_a_term_is_a_link_described_by_its_meaning():
    marked = mark("<p>Cherchez la RUM.</p>", TERMS)

    assert '<a class="term" href="/glossaire#rum" aria-describedby="terme-rum">RUM</a>.' in marked
    assert '<div class="meanings" hidden><p id="terme-rum">Le numéro du mandat.</p></div>' in marked


def test_only_the_first_place_is_marked():
    assert links("<p>La RUM, puis la RUM, et la référence unique de mandat.</p>") == 1


@pytest.mark.parametrize(
    "html",
    [
        "<h2>La RUM</h2>",
        '<p><a href="/x">La <strong>RUM</strong></a></p>',
        "<p><code>RUM</code></p>",
        "<pre>RUM</pre>",
        '<p title="RUM">x</p>',
        "<p>RUMEUR, QRUM, x.RUM, rum, a@RUM</p>",
    ],
)
def test_headings_links_code_and_parts_of_words_are_left_alone(html):
    assert mark(html, TERMS) == html


@pytest.mark.parametrize("text", ["Impayé", "l’impayé", "impayés", "un impayé."])
def test_a_word_is_found_in_its_forms(text):
    assert links(f"<p>{text}</p>") == 1


def test_the_longest_form_wins_even_over_no_break_spaces_and_line_ends():
    assert ">Mandat\u00a0SEPA</a>" in mark("<p>Mandat\u00a0SEPA signé</p>", TERMS)
    assert ">référence unique\nde mandat</a>" in mark("<p>référence unique\nde mandat</p>", TERMS)


def test_meanings_are_text():
    assert "Un prélèvement &lt; non payé." in mark("<p>impayé</p>", TERMS)


def test_a_code_leads_to_its_page_once():
    marked = mark("<table><tr><td>AM04</td><td>AM04 MD99</td></tr></table>", ())

    assert marked.count('<a class="code-link" href="/codes/AM04">AM04</a>') == 1
    assert "MD99" in marked
    assert "meanings" not in marked


def test_nothing_is_marked_without_a_glossary_but_codes():
    assert mark("<p>La RUM</p>", ()) == "<p>La RUM</p>"


def test_a_text_tells_which_terms_it_may_show():
    assert used_terms("La RUM de MD01", TERMS) == [RUM]
    assert used_terms("La RUM", ()) == []


@pytest.mark.parametrize(
    "text", ["<" * 50_000, "référence unique de " * 5_000, "&amp;" * 20_000, "RUM" * 30_000]
)
def test_hostile_text_is_marked_in_time(text):
    started = perf_counter()

    mark(text, TERMS)

    assert perf_counter() - started < 2
