"""A reader's day: without a network, by a word, by a code, by questions; with scripts and without."""

from tests.browser.conftest import Node
from tests.demo_server import Demo


def test_a_reader_finds_answers_with_and_without_scripts_and_network(demo: Demo, node: Node):
    assert node("reading.mjs", base=demo.url, agent=demo.accounts["agent"]) == []
