"""Templates and scripts live under the content security policy: nothing inline, nothing evaluated."""

import re
from pathlib import Path

import pytest

import helpdesk
from helpdesk.web.assets import STATIC

PACKAGE = Path(helpdesk.__file__).parent
MAIL = PACKAGE / "web" / "templates" / "letter.html"
TEMPLATES = sorted(path for path in PACKAGE.glob("*/templates/**/*.html") if path != MAIL)
SCRIPTS = sorted(path for path in STATIC.glob("**/*.js") if path.parent.name != "vendor")
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))

INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+\s*=|javascript:|\shx-on", re.IGNORECASE
)
EVALUATED = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b"
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_inline_style_or_script(path):
    assert INLINE.findall(COMMENT.sub("", path.read_text())) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_names_icons_of_the_sprite(path):
    named = set(re.findall(r"""\bicon\(["']([\w-]+)["']""", COMMENT.sub("", path.read_text())))

    assert named <= ICONS


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_writes_text_and_never_markup(path):
    assert EVALUATED.findall(path.read_text()) == []


@pytest.mark.parametrize("path", sorted(MAIL.parent.glob("*.html")), ids=name_of)
def test_shared_words_are_set_with_french_spaces(path):
    words = re.findall(r"""_\(\s*("[^"]*"|'[^']*')""", path.read_text())

    assert [text for text in words if re.search(r" [?!;:»]|« ", text)] == []
