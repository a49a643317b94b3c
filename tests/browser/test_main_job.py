"""The main job clicked through in Chromium, with and without scripts, and pages worked by keys alone."""

import re

import pytest

from tests.browser.conftest import Node
from tests.demo_server import Demo
from tests.main_job import ADMINISTRATION


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_main_job_is_done_by_clicks(demo: Demo, node: Node, javascript: bool):
    member = f"jeanne.{'scripts' if javascript else 'formulaires'}@example.org"

    (done,) = node(
        "main_job.mjs",
        base=demo.url,
        javascript=javascript,
        agent=demo.accounts["agent"],
        member=member,
        administration=ADMINISTRATION,
    )

    assert re.fullmatch(r"[A-Z][A-Z0-9]{2}-[A-Z0-9]{3}", done["reference"])
    assert done["noise"] == []


def test_home_and_the_agents_list_are_worked_by_keys_alone(demo: Demo, node: Node):
    assert node("keyboard.mjs", base=demo.url, agent=demo.accounts["agent"]) == []
