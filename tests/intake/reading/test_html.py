"""HTML of strangers: what is shown of it acts on nothing and asks nobody; its words are laid out line by line."""

import re

import pytest

from helpdesk.intake.reading.html import clean_html, read_html

IMAGES = {"photo@x": 2}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://tracker.example/p.gif'>",
    "<img srcset='https://tracker.example/p.gif 2x'>",
    "<img src='//tracker.example/p.gif'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img src='attached:1'>",
    "<img src='cid:unknown@x'>",
    "<table background='https://tracker.example/p.gif'><tr><td background=x>x</td></tr></table>",
    "<p style='background:url(https://tracker.example/x)'>x</p>",
    "<style>@import 'https://tracker.example/x.css';</style>",
    "<link rel=stylesheet href='https://tracker.example/x.css'>",
    "<svg><image href='https://tracker.example/x'/><script>alert(1)</script></svg>",
    "<video poster='https://tracker.example/x'><source src=x></video>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/interne'>x</a>",
    "<a href='cid:photo@x'>x</a>",
    "<a href='https://x.example' ping='https://tracker.example' onclick=alert(1)>x</a>",
    "<form action='https://evil.example'><input name=q><button>ok</button></form>",
    "<iframe src='https://evil.example'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<object data='https://evil.example/x.swf'></object>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<p title='<img src=https://tracker.example/x>'>x</p>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_is_shown_acts_or_asks_elsewhere(attack: str):
    shown = clean_html(f"<p>Avant</p>{attack}<p>Après</p>", IMAGES)

    assert "Avant" in shown
    tags = "".join(re.findall(r"<[^>]*>", shown))
    assert not re.search(r"\s(?:on\w+|style|src|srcset|background|poster|ping|action|data)\s*=", tags)
    assert "tracker.example" not in shown
    assert not re.search(r'href="(?!https?://x\.example|mailto:|tel:)', tags)


def test_images_of_the_mail_are_shown_by_their_number():
    shown = clean_html('<p>x</p><img src="CID:Photo@x" alt="Relevé" width=10 onload=x>', IMAGES)

    assert shown == '<p>x</p><img src="attached:2" alt="Relevé" width="10">'


def test_html_without_anything_to_see_is_not_shown():
    assert clean_html("<html><head><title>x</title></head><body><p>&nbsp;</p></body></html>", {}) is None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un</p><p>Deux</p>", "Un\n\nDeux\n"),
        ("<div>Un</div><div>Deux</div><div><br></div><div>Trois</div>", "Un\nDeux\n\nTrois\n"),
        (
            '<p class="MsoNormal">Un</p><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">Deux</p>',
            "Un\n\nDeux\n",
        ),
        ("Un<br>Deux<br><br>Trois", "Un\nDeux\n\nTrois\n"),
        ("<ul><li>Un</li><li>Deux</li></ul>", "- Un\n- Deux\n"),
        ("<ol start=1><li>Un<li>Deux</ol>fin", "1. Un\n2. Deux\n\nfin\n"),
        ("<table><tr><td>Un</td><td>Deux</td></tr><tr><td>Trois</td></tr></table>", "Un Deux\nTrois\n"),
        ("un <b>mot</b>\n   coupé", "un mot coupé\n"),
        ("Voir <a href='https://example.org/a'>la page</a>.", "Voir la page <https://example.org/a>.\n"),
        ("<a href='https://example.org'>https://example.org/</a>", "https://example.org/\n"),
        ("<a href='mailto:a@example.org'>a@example.org</a>", "a@example.org\n"),
        ("<blockquote type='cite'>Un<br>Deux</blockquote>Trois", "> Un\n> Deux\nTrois\n"),
        ("<pre>a\n  b</pre>", "a\n  b\n"),
        ("<style>p{}</style><script>x()</script><title>t</title>Texte &eacute;t&eacute;", "Texte été\n"),
        ("a &lt; b &amp;&amp; c", "a < b && c\n"),
        ("", ""),
    ],
)
def test_words_are_laid_out_line_by_line(html: str, text: str):
    assert read_html(html).text == text
