"""The web server as an operator runs it: several processes, which finish what they have in hand."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import psutil
import pytest

from tests.ports import free_port

pytestmark = pytest.mark.slow


@pytest.fixture
def server(run, tmp_path):
    """Start `helpdesk serve` with two processes; return it and its port once both answer."""
    run("init")
    port = free_port()
    variables = {"HELPDESK_INSTANCE_DIR": str(tmp_path / "instance"), "HELPDESK_BASE_URL": "http://localhost"}
    command = [sys.executable, "-m", "helpdesk", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(
        command, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            started = {f"[INFO] Started worker-{number}\n" for number in (1, 2)}
            while started:
                line = process.stdout.readline()
                assert line, "the server ended before it answered"
                started.discard(line)
            yield process, port
        finally:
            # Killed, it would leave its two processes behind.
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def begin_request(port):
    """Send a request up to the middle of its body; return the connection once the server waits for the rest."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = [
        "POST /connexion HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 4",
        "Expect: 100-continue",
    ]
    connection.sendall("\r\n".join([*head, "", ""]).encode())
    assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
    connection.sendall(b"ab")
    return connection


def test_two_processes_answer_and_finish_what_they_have_in_hand(server):
    process, port = server
    workers = psutil.Process(process.pid).children()
    with begin_request(port) as connection:
        process.send_signal(signal.SIGTERM)
        connection.sendall(b"cd")
        answer = connection.recv(100)

    assert len(workers) >= 2
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert process.wait(60) == 0
    assert not any(worker.is_running() for worker in workers)


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="processes are not forked here")
def test_processes_share_the_program_which_was_loaded_once(server):
    process, port = server
    with urlopen(f"http://localhost:{port}/healthz") as answer:
        assert answer.status == 200

    for worker in psutil.Process(process.pid).children():
        held = worker.memory_full_info()
        assert held.uss < held.rss / 2
