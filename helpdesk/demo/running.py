"""Running the demo: an instance with its story, a web server and a worker, in the foreground, on loopback only."""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import rmtree
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from sqlalchemy import event

from helpdesk.app import create_app
from helpdesk.config import Mode, load_settings
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.demo.story import is_told, tell_story
from helpdesk.engines.files import make_private_folder
from helpdesk.faq.loading import load_content
from helpdesk.faq.synonyms.service import own_list
from helpdesk.places import find_folder
from helpdesk.setting_files import PREFIX
from helpdesk.upkeep.install import make_instance, upgrade_database
from helpdesk.upkeep.serving import check_free

HOST = "127.0.0.1"
READY_WITHIN_S = 45
LOOK_EVERY_S = 0.1
STOP_WITHIN_S = 10

UNDER_WAY = "story-under-way"
"""File that stands in the folder while the story is told."""

Tell = Callable[[str], None]


def prepare(folder: Path, port: int, *, tell: Tell) -> None:
    """Make the instance in `folder` with its story, or take the one that is there.

    A port that is taken is refused, and a folder that another demo uses.
    """
    check_free(HOST, port)
    make_private_folder(folder)
    _hold(folder)
    _forget_half_a_story(folder)
    make_instance(folder, with_key=True)
    for name, value in environment(folder, port).items():
        os.environ[name] = value
    mail = f"scratch://{quote(str(folder.resolve()))}/mail"
    app = create_app(load_settings(mode=Mode.DEMO, instance_dir=folder, mail_url=mail))
    # Hundreds of mails of the past leave in the story: a line for each would bury the addresses told at the end.
    logging.getLogger("helpdesk").setLevel(logging.WARNING)
    with app.app_context():
        _write_carelessly()
        upgrade_database(tell)
        load_content(find_folder("content"), now=clock.now())
        own_list(now=clock.now())
        if not is_told():
            tell("Telling the story of the weeks after a migration…")
            (folder / UNDER_WAY).touch()
            tell_story(now=clock.now(), tell=tell)
            (folder / UNDER_WAY).unlink()


def _forget_half_a_story(folder: Path) -> None:
    """Make room for the whole story where telling it was interrupted; the folder holds nothing else yet."""
    if not (folder / UNDER_WAY).exists():
        return
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            rmtree(each)
        else:
            each.unlink()


def _hold(folder: Path) -> None:
    """Keep the folder for this process until it ends; refuse one that another demo has."""
    # Never closed by us, so that nothing but the end of the process lets the folder go.
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Refused(
            f"Another demo runs in {folder}: end it, or choose another folder with --dir."
        ) from error


def _write_carelessly() -> None:
    """Let this process write to SQLite without waiting for the disk: a story that is lost can be told again."""

    @event.listens_for(db.engine, "connect")
    def hurry(connection: Any, record: Any) -> None:
        if db.engine.dialect.name == "sqlite":
            connection.execute("PRAGMA synchronous=OFF")


def environment(folder: Path, port: int) -> Mapping[str, str]:
    """Return the settings of the demo's processes; those of a real installation around it are left out."""
    return {
        f"{PREFIX}MODE": Mode.DEMO.value,
        f"{PREFIX}INSTANCE_DIR": str(folder.resolve()),
        f"{PREFIX}BASE_URL": f"http://{HOST}:{port}",
        f"{PREFIX}MAIL_INBOUND_ADDRESS": "aide@example.org",
        f"{PREFIX}MAIL_BOUNCE_ADDRESS": "retours@example.org",
        f"{PREFIX}MAIL_AUTHSERV_ID": "mx.example.org",
    }


def run(port: int, *, when_ready: Callable[[], None]) -> None:
    """Run web and worker until SIGTERM, Ctrl-C, or the end of one of them; end both."""
    commands = (("serve", "--host", HOST, "--port", str(port)), ("worker",))
    # First of all: a signal between two starts would leave a child behind.
    stopping = _Stopping()
    processes = [_start(command) for command in commands]
    try:
        _wait_until_ready(port, processes, stopping)
        if not stopping.asked:
            when_ready()
        while not stopping.asked and all(each.poll() is None for each in processes):
            time.sleep(LOOK_EVERY_S)
    finally:
        _stop(processes)


class _Stopping:
    """Remembers that somebody asked for the end."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # Their standard output goes to our standard error: ours holds nothing but the one line.
    return subprocess.Popen([sys.executable, "-m", "helpdesk", *command], stdout=sys.stderr)  # noqa: S603


def _wait_until_ready(port: int, processes: Sequence[subprocess.Popen[bytes]], stopping: _Stopping) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not stopping.asked and not _answers(f"http://{HOST}:{port}/readyz"):
        if any(each.poll() is not None for each in processes):
            raise Refused("The web server or the worker ended at once; see the lines above.")
        if time.monotonic() > deadline:
            raise Refused(f"Web and worker did not answer within {READY_WITHIN_S} seconds.")
        time.sleep(LOOK_EVERY_S)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:  # noqa: S310 - our own address on loopback
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for each in processes:
        each.terminate()
    for each in processes:
        try:
            each.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            each.kill()
