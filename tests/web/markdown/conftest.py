"""The process that renders, started once for the tests of a file."""

from collections.abc import Iterator

import pytest

from helpdesk.web.markdown import Renderer


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer
