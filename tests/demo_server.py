"""The demo as a program runs it: one process, one JSON line, SIGTERM ends everything."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpdesk.demo.people import all_accounts

STOP_S = 20


@dataclass(frozen=True)
class Demo:
    """A running demo: where it answers, where its mail is read, and who may sign in."""

    url: str
    mail_url: str
    accounts: dict[str, dict[str, str]]


@contextmanager
def running_demo(folder: Path, *command: str, cwd: Path | None = None) -> Iterator[Demo]:
    """Start `helpdesk demo --json` in `folder`; stop it at the end of the block."""
    run = [*(command or (sys.executable, "-m", "helpdesk")), "demo", "--json", "--port", str(free_port())]
    told_to = folder.parent / f"{folder.name}.log"
    with (
        told_to.open("wb") as log_file,
        subprocess.Popen(
            [*run, "--dir", str(folder)],
            stdout=subprocess.PIPE,
            stderr=log_file,
            cwd=cwd,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            log = told_to.read_text(errors="replace")
            assert line, f"the demo ended before it answered:\n{log[-4000:]}"
            told = json.loads(line)
            accounts = {each["role"]: each for each in [*told["accounts"], *all_accounts()]}
            yield Demo(told["url"], told["mail_url"], accounts)
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
