import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.typography import bind, typo, typo_html

# In the tables below ~ stands for U+202F and _ for U+00A0.
SIGNS = str.maketrans("~_", "\u202f\u00a0")


# Source: “The looks”, §6: « U+202F before ? ! ; %, U+00A0 before : and inside «  », in “9 h 12”,
# “342,00 €”, “23 adhérents” ».
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quoi ?", "Quoi~?"),
        ("Quoi?", "Quoi~?"),
        ("Quoi ?!", "Quoi~?!"),
        ("mot   !", "mot~!"),
        ("l’un ; l’autre", "l’un~; l’autre"),
        ("20 % et 20%", "20~% et 20~%"),
        ("Objet : ceci", "Objet_: ceci"),
        ("Objet: ceci", "Objet_: ceci"),
        ("« bon » et «bon»", "«_bon_» et «_bon_»"),
        ("«  Quoi ?  »", "«_Quoi~?_»"),
        ("342,00 € ou 342€", "342,00_€ ou 342_€"),
        ("de 9 h à 9 h 12", "de 9_h à 9_h_12"),
        ("23 adhérents, 14 jours, le 26 mars 2018", "23_adhérents, 14_jours, le 26_mars 2018"),
        ("le 26 mars : «oui» !", "le 26_mars_: «_oui_»~!"),
        ("(vraiment ?)", "(vraiment~?)"),
    ],
)
def test_french_spaces_are_set(typed, shown):
    assert typo(typed) == shown.translate(SIGNS)


KEPT = """
12:30
de 12:30 à 14:00
https://example.org/a?b=1;c%20d:e!
voir https://example.org/?q=x!
aide@example.org
mailto:aide@example.org?subject=x
FR76 3000 6000 0112 3456 7890 189
a?b et c;d et x!important
std::move
x & y &nbsp; &amp; z
9h12
(!)
?
C:\\temp
20%d
01 99 00 12 34
"""


@pytest.mark.parametrize("text", KEPT.strip().splitlines())
def test_addresses_codes_and_times_are_left_alone(text):
    assert typo(text) == text


def test_a_question_after_an_address_gets_its_space():
    assert typo("Voir https://example.org/a ?") == "Voir https://example.org/a\u202f?"


@given(st.text(st.sampled_from("ab9h €?!;%:«»()&@/.\n\u00a0\u202f"), max_size=60))
def test_only_spaces_change_and_only_once(text):
    once = typo(text)

    assert typo(once) == once
    assert re.sub("[ \u00a0\u202f]", "", once) == re.sub("[ \u00a0\u202f]", "", text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<p>Quoi ?</p>", "<p>Quoi~?</p>"),
        ("<p><code>a ?</code> : oui</p>", "<p><code>a ?</code>_: oui</p>"),
        ("<pre><b>a ?</b> ?</pre> ?", "<pre><b>a ?</b> ?</pre> ?"),
        ("<p>Tapez <kbd>y ?</kbd> !</p>", "<p>Tapez <kbd>y ?</kbd>~!</p>"),
        ('<a href="/x?y ?" title="a : b">Ouvrir ?</a>', '<a href="/x?y ?" title="a : b">Ouvrir~?</a>'),
        ("<a title='x ? > y'>b ?</a>", "<a title='x ? > y'>b~?</a>"),
        ("<em>mot</em> ?", "<em>mot</em>~?"),
        ("<strong>Attention :</strong> ici", "<strong>Attention_:</strong> ici"),
        ("<em>«</em>mot<em>»</em>", "<em>«_</em>mot<em>_»</em>"),
        ("<p>fin</p> ?", "<p>fin</p> ?"),
        ("a &amp; b ?", "a &amp; b~?"),
        ("l&#8217;un &lt;b&gt; !", "l&#8217;un &lt;b&gt;~!"),
        ("<!-- a ? --><P CLASS=x>b !</P>", "<!-- a ? --><P CLASS=x>b~!</P>"),
        ("a < b ?", "a < b~?"),
        ("<br/>&nbsp;?", "<br/>_?"),
        ("«&nbsp;mot&nbsp;» mot&nbsp;? non&nbsp;:", "«_mot_» mot~? non_:"),
        ("<script>a ?b : c</script>", "<script>a ?b : c</script>"),
        ("</code>x ?", "</code>x~?"),
        ("https://example.org/<wbr>a?b ?", "https://example.org/<wbr>a?b~?"),
    ],
)
def test_html_gets_its_spaces_in_text_only(typed, shown):
    assert typo_html(typed) == shown.translate(SIGNS)


HTML = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<em>", "</em>", "<code>", "</code>", '<a href="?a ;b">', "</a>", "<br>", "&amp;"]
    )
    | st.text(st.sampled_from("a9 ?!;:%«»€<>\"'&"), max_size=8),
    max_size=12,
).map("".join)


@given(HTML)
def test_html_keeps_everything_but_spaces_and_changes_once(html):
    once = typo_html(html)

    assert typo_html(once) == once
    assert re.sub("[ \u00a0\u202f]", "", once) == re.sub("[ \u00a0\u202f]", "", html)


@pytest.mark.parametrize(
    "piece", ["a ?", " ", "&a", "://", "«", "1 ", "<a '", '<a "', "<!", "<", "<code>", "a" * 99]
)
def test_hostile_text_takes_no_time(piece):
    hostile = piece * (200_000 // len(piece))

    start = time.process_time()
    typo(hostile)
    typo_html(hostile)

    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "Pourquoi ? Ici : « oui » ; merci !",
            "Pourquoi\u202f? Ici\u00a0: «\u00a0oui\u00a0»\u202f; merci\u202f!",
        ),
        ("Why? Here: yes; thanks!", "Why? Here: yes; thanks!"),
        ("https://a.example/?a=1 ; à 12:30", "https://a.example/?a=1\u202f; à 12:30"),
        ("super :) et :-)", "super :) et :-)"),
        ("« Oui", "«\u00a0Oui"),
        ("", ""),
    ],
)
def test_people_s_own_spaces_are_bound_and_none_is_added(typed, shown):
    assert bind(typed) == shown
    assert bind(shown) == shown
