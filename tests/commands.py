"""Running the `helpdesk` command inside the test, on a folder of its own."""

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from helpdesk.cli import main
from helpdesk.config import Mode

Run = Callable[..., Result]


def runner(folder: Path) -> Run:
    """Return a function that runs a command with `folder/instance` as its instance; keywords are variables."""

    def run(*words: str, **variables: str) -> Result:
        settings = {"HELPDESK_INSTANCE_DIR": str(folder / "instance"), "HELPDESK_MODE": Mode.TEST.value}
        return CliRunner().invoke(main, words, env={**settings, **variables}, catch_exceptions=False)

    return run
