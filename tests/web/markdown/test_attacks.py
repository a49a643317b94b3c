"""Whatever is written, nothing that acts comes out, and nothing goes on for ever."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

import pytest

from helpdesk.web.markdown import LONGEST, Renderer, RenderFailed
from tests.web.markdown.rendering import ICONS, html_of

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
