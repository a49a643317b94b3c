"""Blocks furnished as the pages want them: headings, callouts, steps, tables, events."""

from datetime import date

import pytest

from helpdesk.web.markdown import Renderer
from helpdesk.web.markdown.days import tell_ended
from tests.web.markdown.rendering import ICONS, html_of


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


def test_an_event_says_its_day_and_once_past_that_it_is_over(renderer: Renderer):
    rendered = renderer.render('!!! event 2026-12-03 "Webinaire"\n    À 10 h.\n', lang="fr", icons=ICONS)

    assert "jeudi 3\u00a0décembre 2026" in rendered.plain
    assert "Terminé" not in rendered.plain
    assert "hidden>Terminé" in tell_ended(rendered.html, date(2026, 12, 3))
    assert '"2026-12-03">Terminé' in tell_ended(rendered.html, date(2026, 12, 4))
    assert "Thursday 3 December 2026" in renderer.render("!!! event 2026-12-03\n    x", lang="en").plain
