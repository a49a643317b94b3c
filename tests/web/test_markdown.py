"""Markdown of editors: clean whatever is written, furnished as the pages want it, and never endless."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from html.parser import HTMLParser

import pytest

from helpdesk.web.markdown import LONGEST, Renderer, RenderFailed, escape_markdown
from helpdesk.web.markdown.days import tell_ended

ICONS = "/static/icons.svg?v=1"

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/pixel.gif)",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='//evil.example/x.swf'>",
    "<form action='//evil.example'><input name=q><button>ok</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<textarea onfocus=alert(1) autofocus></textarea>",
    "<body onload=alert(1)>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='background:url(//evil.example/x)'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='x' onclick='alert(1)'>x</a>",
    "<a href='x' target=_blank ping='//evil.example'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](//evil.example)",
    '[x](</javascript:alert(1)> "onclick=alert(1)")',
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '<https://a" onmouseover="alert(1)>',
    'https://a.example/"onmouseover=alert(1)//',
    "<div class='admonition note' onclick=alert(1)>x</div>",
    "<h2 id='x' onclick=alert(1)>x</h2>",
    "## x {: onclick=alert(1) }",
    "<details ontoggle=alert(1) open>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "<title><img src=x onerror=alert(1)></title>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='/faq/x' class='btn' id='contenu'>x</a>",
    "[[<img src=x onerror=alert(1)> > b]]",
    '!!! event 2026-12-03 "<script>alert(1)</script>"\n    x',
    "<p class='event-day'>\"><script>alert(1)</script></p>",
]

HOSTILE = [
    "[" * 20_000,
    "[a](" * 8_000,
    "![" * 15_000,
    "<a " * 15_000,
    "*a_ " * 12_000,
    "**_" * 15_000,
    "> " * 20_000,
    "- " * 20_000,
    "`" * 40_000,
    "|" * 40_000,
    "&#x" * 15_000,
    "<!--" * 12_000,
    "[a]: " * 10_000,
    "[[a > b]] " * 6_000,
    "[[" * 25_000 + "a > b",
    "!!! event 2026-12-03\n    " * 2_000,
    "!!! note\n    " * 3_000,
    "# " * 20_000,
    "\\" * 40_000,
    "<" * 60_000,
    ": " * 20_000,
    "a@" * 25_000,
    "http://" * 8_000,
    "01 " * 20_000,
]


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


def html_of(renderer: Renderer, text: str, lang: str = "fr") -> str:
    return renderer.render(text, lang=lang, icons=ICONS).html


class Tags(HTMLParser):
    """Collect what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


HARMLESS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "del", "sup", "sub",
    "blockquote", "code", "pre", "kbd", "a", "table", "caption", "thead", "tbody", "tr", "th", "td", "div",
    "svg", "use", "span", "b", "time",
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_acts_comes_out(renderer: Renderer, attack: str):
    for tag, attributes in Tags(html_of(renderer, f"Avant\n\n{attack}\n\nAprès {attack}")).found:
        assert tag in HARMLESS
        assert not any(name.startswith("on") or name in {"style", "src", "srcdoc"} for name in attributes)
        if tag == "a" and "href" in attributes:
            assert re.match(r"(https?:|mailto:|tel:|#|/(?![/\\]))", attributes["href"] or "")
        if tag == "use":
            assert (attributes["href"] or "").startswith(ICONS)


@pytest.fixture(scope="module")
def hasty() -> Iterator[Renderer]:
    with Renderer(limit=2) as renderer:
        yield renderer


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:6])
def test_a_hostile_text_ends_in_time_and_the_next_one_is_rendered(hasty: Renderer, text: str):
    begun = time.monotonic()
    with suppress(RenderFailed):
        html_of(hasty, text)

    assert time.monotonic() - begun < 15
    assert html_of(hasty, "*oui*") == "<p><em>oui</em></p>"


def test_what_takes_too_long_says_so():
    with Renderer(limit=0.2) as renderer, pytest.raises(RenderFailed, match=r"more than 0\.2 s"):
        renderer.render("[" * 20_000)


def test_a_text_beyond_the_limit_is_not_even_tried(renderer: Renderer):
    with pytest.raises(RenderFailed, match="64 kB"):
        renderer.render("é" * (LONGEST // 2 + 1))


def test_headings_have_anchors_and_make_the_table_of_contents(renderer: Renderer):
    rendered = renderer.render("## Où l’écrire ?\n\n### Ici\n\n## Où l’écrire ?\n", icons=ICONS)

    assert [(each.id, each.level) for each in rendered.toc] == [
        ("ou-l-ecrire", 2),
        ("ici", 3),
        ("ou-l-ecrire_1", 2),
    ]
    assert rendered.toc[0].title == "Où l’écrire ?"
    assert (
        '<a class="anchor" href="#ici" aria-label="Lien vers la section «\u00a0Ici\u00a0»">#</a></h3>'
        in rendered.html
    )


def test_callouts_have_the_look_of_the_site(renderer: Renderer):
    html = html_of(renderer, '!!! warning "Ne supprimez pas"\n    Une fois supprimé…\n')

    assert html.startswith('<div class="callout callout-warning" role="note"><svg class="icon"')
    assert f'<use href="{ICONS}#triangle-alert"/>' in html
    assert "<p><strong>Ne supprimez pas</strong></p>" in html
    assert html.count("<div") == html.count("</div>")


def test_a_callout_without_title_speaks_french(renderer: Renderer):
    assert "<strong>Attention</strong>" in html_of(renderer, "!!! warning\n    Texte\n")
    assert "<strong>À noter</strong>" in html_of(renderer, "!!! note\n    Texte\n")


def test_numbered_lists_that_stand_alone_are_steps(renderer: Renderer):
    html = html_of(renderer, "1. un\n2. deux\n\n- liste\n\n    1. dedans\n")

    assert html.count('<ol class="steps">') == 1
    assert "<li><div>un</div></li>" in html
    assert "<ol>" in html


def test_tables_scroll_in_a_named_region(renderer: Renderer):
    table = "| Code | Sens |\n|---|---|\n| AM04 | Provision |\n"
    html = html_of(renderer, f"## Les codes\n\n{table}\n\n{table}")

    assert 'role="region" aria-label="Tableau\u00a0: Les codes" tabindex="0"><table>' in html
    assert 'aria-label="Tableau 2\u00a0: Les codes"' in html
    assert '<th scope="col">Code</th>' in html
    assert '<th scope="row">AM04</th>' in html
    assert html.count("<td>") == 2


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


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        ("ready", "Ayez sous la main", "Have ready"),
        ("do", "À faire", "Do"),
        ("dont", "À ne pas faire", "Don’t"),
        ("event 2026-12-03", "À vos agendas", "Save the date"),
    ],
)
def test_blocks_have_titles_of_their_own(renderer: Renderer, kind: str, french: str, english: str):
    text = f"!!! {kind}\n    Voilà.\n"

    assert f"<strong>{french}</strong>" in html_of(renderer, text)
    assert f"<strong>{english}</strong>" in html_of(renderer, text, "en")
    assert f'class="callout callout-{kind.split(maxsplit=1)[0]}" role="note"' in html_of(renderer, text)


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


def test_an_event_says_its_day_and_once_past_that_it_is_over(renderer: Renderer):
    rendered = renderer.render('!!! event 2026-12-03 "Webinaire"\n    À 10 h.\n', lang="fr", icons=ICONS)

    assert "jeudi 3\u00a0décembre 2026" in rendered.plain
    assert "Terminé" not in rendered.plain
    assert "hidden>Terminé" in tell_ended(rendered.html, date(2026, 12, 3))
    assert '"2026-12-03">Terminé' in tell_ended(rendered.html, date(2026, 12, 4))
    assert "Thursday 3 December 2026" in renderer.render("!!! event 2026-12-03\n    x", lang="en").plain
