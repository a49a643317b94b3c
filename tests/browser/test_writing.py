"""An editor’s day clicked through in Chromium, with and without scripts."""

import pytest

from tests.browser.conftest import Node
from tests.demo_server import Demo


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_an_editors_day_is_done_by_clicks(demo: Demo, node: Node, javascript: bool):
    (done,) = node(
        "writing.mjs",
        base=demo.url,
        javascript=javascript,
        # The supervisor of the story writes too; the editor’s account owes a second factor in other tests.
        editor=demo.accounts["supervisor"],
        publisher=demo.accounts["publisher"],
        slug="avec-scripts" if javascript else "sans-scripts",
    )

    assert done["found"]
    assert done["noise"] == []
