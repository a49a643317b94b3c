"""What can be counted inside one process: SQL statements of each page, and the modules it loads.

Run as a program of its own (`python -m tests.bench.counting FOLDER`), since modules once loaded stay.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from helpdesk.db import db
from tests.bench.load import Call, Calls
from tests.bench.pages import list_pages
from tests.bench.seeding.instances import HOST, Instance
from tests.bench.servers import REPOSITORY
from tests.bench.submitting import forget_visitor
from tests.statements import counted_statements, without_session

CALLS = 3


@dataclass(frozen=True)
class Counted:
    """Statements by page, the session's own apart; modules of others once the first page and all were made."""

    statements: dict[str, int]
    first_modules: list[str]
    all_modules: list[str]


def count_in_new_process(instance: Instance, only: str = "") -> Counted:
    """Count on an instance, in a Python that has loaded nothing yet."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.counting", str(instance.folder), only],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    return Counted(**json.loads(done.stdout.splitlines()[-1]))


def count(instance: Instance, only: str) -> Counted:
    """Open the first page, then a few times each page whose name fits `only`."""
    with instance.app() as app:
        app.test_client().get("/", base_url=HOST)
        first = _modules_of_others()
        statements = {
            page.name: _statements(app, page.calls) for page in list_pages(app) if page.is_named(only)
        }
        return Counted(statements, first, _modules_of_others())


def _statements(app: Flask, calls: Calls) -> int:
    """Return the most statements that one of a few calls ran."""
    most = 0
    for _, call in zip(range(CALLS), calls(0), strict=False):
        db.session.remove()
        with counted_statements() as seen:
            _call(app, call)
        most = max(most, len(without_session(seen)))
    return most


def _call(app: Flask, call: Call) -> None:
    forget_visitor()
    headers = dict(call.headers)
    client = app.test_client(use_cookies=False)
    answer = client.open(call.path, method=call.method, data=call.body, headers=headers, base_url=HOST)
    if answer.status_code != call.status:
        raise RuntimeError(f"{call.method} {call.path}: {answer.status}")


def _modules_of_others() -> list[str]:
    """Name what is loaded and is neither ours, nor Python's own, nor the bench's."""
    return sorted(name for name, module in sys.modules.items() if _is_of_others(name, module))


def _is_of_others(name: str, module: object) -> bool:
    top = name.partition(".")[0]
    if top in {"helpdesk", "tests", "psutil"} or top.startswith("_") or top in sys.stdlib_module_names:
        return False
    # A module may stand under a name that it cannot be imported by.
    return getattr(getattr(module, "__spec__", None), "name", None) == name and name.isascii()


def write_modules(names: Iterable[str], to: Path) -> Path:
    """Write names where the bare application reads them."""
    to.write_text("\n".join(names))
    return to


if __name__ == "__main__":
    print(json.dumps(vars(count(Instance(Path(sys.argv[1])), sys.argv[2]))))
