"""The wheel, installed in an empty folder, is the whole product: articles, migrations, templates, words, looks."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.demo_server import running_demo

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel once."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def installed(wheel, tmp_path, monkeypatch):
    """Install it without the checkout in reach; return an empty folder to work in."""
    target, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
    ]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True, cwd=empty)
    monkeypatch.setenv("PYTHONPATH", str(target))
    where = [sys.executable, "-c", "import helpdesk; print(helpdesk.__file__)"]
    assert subprocess.run(where, cwd=empty, check=True, capture_output=True, text=True).stdout.startswith(
        str(target)
    )
    return empty


def test_the_wheel_holds_everything_but_the_tests(wheel):
    names = ZipFile(wheel).namelist()

    for wanted in (
        "helpdesk/content/faq/",
        "helpdesk/migrations/versions/0001_",
        "helpdesk/migrations/env.py",
        "helpdesk/web/static/app.css",
        "helpdesk/web/translations/en/LC_MESSAGES/messages.mo",
        "helpdesk/tickets/templates/mail/received.md",
    ):
        assert any(name.startswith(wanted) for name in names), wanted
    assert not [name for name in names if name.startswith("tests") or "__pycache__" in name]


def test_the_command_of_the_wheel_explains_itself(installed):
    asked = [sys.executable, "-m", "helpdesk", "--help"]

    told = subprocess.run(asked, cwd=installed, check=True, capture_output=True, text=True).stdout

    assert "helpdesk" in told
    assert "  demo " in told


def test_the_demo_of_the_wheel_answers(installed):
    def get(address):
        with urlopen(address, timeout=20) as response:
            assert response.status == 200
            return response.read().decode()

    with running_demo(installed / "demo", cwd=installed) as demo:
        home = get(f"{demo.url}/")
        english = get(f"{demo.url}/en/")
        article = get(f"{demo.url}/faq/double-prelevement")
        style = get(demo.url + re.search(r'href="(/static/app\.css[^"]*)"', home)[1])
        found = get(f"{demo.url}/recherche.json?q=prelevement")

    assert '<html lang="fr">' in home
    assert '<html lang="en">' in english
    assert "Sign in" in english
    assert "<h1" in article
    assert len(style) > 10_000
    assert '"slug"' in found
