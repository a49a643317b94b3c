"""A running demo and a real browser; without them these tests say why they are skipped."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo_server import Demo, running_demo

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("HELPDESK_TEST_CHROMIUM", "/usr/bin/chromium")

Node = Callable[..., list[dict[str, Any]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_ready() -> None:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"Chromium is not at {CHROMIUM}: install it, or set HELPDESK_TEST_CHROMIUM")
    if shutil.which("node") is None or not (HERE / "node_modules" / "playwright-core").is_dir():
        pytest.skip("the browser driver is missing: run `npm ci --ignore-scripts` in tests/browser")


@pytest.fixture(scope="session")
def demo(browser_ready: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("browser") / "demo") as running:
        yield running


@pytest.fixture(scope="session")
def node(browser_ready: None) -> Node:
    """Run one of this folder's programs with a JSON job; return the JSON lines it printed."""

    def run(program: str, **job: Any) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", str(HERE / program)], input=json.dumps(job), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
