"""Every engine in turn, for what each of them promises."""

import pytest

from helpdesk.engines.search import scratch_search
from tests.empty import NEEDS_POSTGRES, POSTGRES


@pytest.fixture(
    params=[
        "whoosh",
        "tantivy",
        pytest.param("postgresql", marks=[pytest.mark.postgres, NEEDS_POSTGRES]),
    ]
)
def url(request, tmp_path):
    with scratch_search(POSTGRES if request.param == "postgresql" else request.param) as place:
        yield place
