"""Progress of a long command: silent where it is short."""

import pytest

from helpdesk.faq import progress
from helpdesk.faq.batches import Step
from helpdesk.faq.progress import Watched


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    ticks = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: ticks[0])
    return ticks


def test_what_is_soon_done_says_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]):
    with Watched() as watched:
        clock[0] = 1.9
        watched(Step.READ, 5, 10, "a.md")

    assert capsys.readouterr() == ("", "")


def test_a_log_gets_a_line_every_five_seconds(clock: list[float], capsys: pytest.CaptureFixture[str]):
    with Watched() as watched:
        for clock[0], done in ((2.0, 0), (3.0, 1), (7.0, 2), (11.9, 3), (12.0, 4)):
            watched(Step.RENDER, done, 10, f"{done}.md")

    assert (
        capsys.readouterr().err == "Rendering 1 of 10 0.md\nRendering 3 of 10 2.md\nRendering 5 of 10 4.md\n"
    )
