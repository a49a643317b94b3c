"""What `helpdesk demo` does before anything answers: it refuses early, and never shows half a story."""

import fcntl
import os
import signal
import socket
import subprocess
import sys

import pytest

from helpdesk.core.errors import Refused
from helpdesk.demo.running import UNDER_WAY, prepare
from tests.ports import free_port


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path):
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(Refused, match="Nothing can listen on"),
    ):
        prepare(tmp_path / "demo", taken.getsockname()[1], tell=lambda line: None)

    assert not (tmp_path / "demo").exists()


def test_a_folder_that_another_demo_uses_is_refused_and_left_alone(tmp_path):
    (tmp_path / UNDER_WAY).touch()
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    with pytest.raises(Refused, match="Another demo runs in"):
        prepare(tmp_path, free_port(), tell=lambda line: None)

    os.close(held)
    assert (tmp_path / UNDER_WAY).exists()


@pytest.mark.slow
def test_a_story_that_was_interrupted_is_told_again_from_its_beginning(tmp_path):
    folder = tmp_path / "demo"
    with start(folder) as process:
        tell = iter(process.stderr.readline, "")
        assert any("Telling the story" in line for line in tell)
        assert any("50 dossiers" in line for line in tell)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) != 0
    assert (folder / UNDER_WAY).exists()

    with start(folder) as process:
        assert any("Telling the story" in line for line in iter(process.stderr.readline, ""))
        process.kill()


def start(folder):
    command = [
        sys.executable,
        "-m",
        "helpdesk",
        "demo",
        "--json",
        "--port",
        str(free_port()),
        "--dir",
        str(folder),
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
