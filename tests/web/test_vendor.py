"""The browser assets that come from elsewhere are the ones agreed on."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from helpdesk.web.assets import STATIC, fingerprint

ROOT = Path(__file__).parents[2]
MAINTENANCE = ROOT / ".ci"


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / ".ci" / "vendor.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_vendored_files_match_their_manifest():
    found = check(ROOT)

    assert found.returncode == 0, found.stderr


def test_a_changed_byte_is_named(tmp_path):
    shutil.copytree(MAINTENANCE, tmp_path / ".ci")
    copy = tmp_path / "helpdesk" / "web" / "static"
    shutil.copytree(STATIC, copy)
    with (copy / "vendor" / "htmx.min.js").open("ab") as file:
        file.write(b" ")

    found = check(tmp_path)

    assert found.returncode != 0
    assert "vendor/htmx.min.js" in found.stderr


def test_the_stylesheet_names_each_font_by_its_content():
    stylesheet = (STATIC / "app.css").read_text()

    fonts = re.findall(r'url\("(fonts/[^"?]+)\?v=(\w+)"\)', stylesheet)

    assert len(fonts) == 3
    assert fonts == [(path, fingerprint(path)) for path, _ in fonts]
