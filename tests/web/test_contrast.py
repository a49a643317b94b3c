"""Every pair of colours that meets on a page can be read, by day and by night.

Source: WCAG 2.2, 1.4.3 (text: 4.5:1) and 1.4.11 (edges of controls, focus: 3:1).
"""

import re

import pytest

from helpdesk.web.assets import STATIC

PAPERS = ("bg", "surface", "raised", "sunken")
SOFT = ("accent-soft", "info-soft", "ok-soft", "warn-soft", "danger-soft", "note", "mark")

TEXTS = [
    *(("text", paper) for paper in (*PAPERS, *SOFT)),
    *(("muted", paper) for paper in (*PAPERS, "accent-soft", "info-soft", "note")),
    *((ink, paper) for ink in ("accent", "info", "ok", "warn", "danger") for paper in PAPERS),
    *((ink, f"{ink}-soft") for ink in ("accent", "info", "ok", "warn", "danger")),
    ("accent-hover", "bg"),
    ("accent-hover", "surface"),
    ("warn", "note"),
    ("accent", "note"),
    ("accent", "info-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-danger", "danger"),
    ("on-hero", "hero"),
    ("on-hero", "hero-2"),
    ("on-hero-muted", "hero"),
    ("on-hero-muted", "hero-2"),
]
EDGES = [
    *(("line-strong", paper) for paper in PAPERS),
    *(("focus", paper) for paper in (*PAPERS, "accent-soft", "note")),
    *(("accent", paper) for paper in (*PAPERS, "accent-soft")),
    ("danger", "surface"),
]

TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", (STATIC / "app.css").read_text()
    )
}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_scale_is_the_one_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXTS)
def test_text_stands_out_from_what_is_behind(ink, paper, theme):
    assert contrast(TOKENS[ink][theme], TOKENS[paper][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "paper"), EDGES)
def test_edges_of_controls_can_be_seen(edge, paper, theme):
    assert contrast(TOKENS[edge][theme], TOKENS[paper][theme]) >= 3
