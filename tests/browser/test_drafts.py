"""Texts kept in the browser until they are sent, in Chromium."""

from tests.browser.conftest import Node
from tests.demo_server import Demo


def test_what_was_typed_and_not_sent_comes_back(demo: Demo, node: Node):
    (done,) = node("drafts.mjs", base=demo.url, agent=demo.accounts["supervisor"])

    assert done["noise"] == []
