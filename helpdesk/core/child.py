"""A child process that works for us and is killed when a task takes too long.

For work on what strangers wrote, where one text may hang or break a library: tasks and answers are bytes, each
behind its length, over the child's standard input and output.
"""

import os
import resource
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

START_LIMIT_S = 60.0
LENGTH = struct.Struct(">Q")
STEP = 1 << 16
"""Bytes for one write: what a pipe takes at once."""

_ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the package, which the child must find wherever it is started."""


class ChildFailed(Exception):
    """A task was not done: the child took too long, or broke down. The next task gets a new child."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("took too long" if slow else "broke down")
        self.slow = slow


class Child:
    """Hand tasks, one after the other, to a child process that starts with the first one.

    `main` is "module:function", a function that calls `serve`. The child ends with the `with` block.
    """

    def __init__(self, main: str) -> None:
        module, _, function = main.partition(":")
        self._command: Sequence[str] = (
            sys.executable,
            "-c",
            f"from {module} import {function}; {function}()",
        )
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.stop()

    def ask(self, task: bytes, *, limit: float) -> bytes:
        """Return the answer to a task; raises ChildFailed after `limit` seconds, or when the child dies."""
        try:
            process = self._process or self._start()
            return _exchange(process, task, ends=time.monotonic() + limit)
        except (OSError, EOFError) as error:
            # TimeoutError is an OSError.
            self.stop()
            raise ChildFailed(slow=isinstance(error, TimeoutError)) from error

    def stop(self) -> None:
        """Kill the child, if there is one."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                assert pipe is not None
                pipe.close()
            except OSError:
                continue
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
        )
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        # Starting is not working: the child says when it is ready, and the clock of the task starts then.
        _receive(self._process, ends=time.monotonic() + START_LIMIT_S)
        return self._process


def serve(answer: Callable[[bytes], bytes], *, memory: int) -> None:
    """Answer tasks until standard input ends; `memory` is what a task may make the child take, in bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not end up among the answers.
    sys.stdout = sys.stderr
    _answer(answers, b"ready")
    while head := tasks.read(LENGTH.size):
        _answer(answers, answer(tasks.read(*LENGTH.unpack(head))))


def _answer(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _exchange(process: subprocess.Popen[bytes], task: bytes, *, ends: float) -> bytes:
    """Write the task, then read the answer; a child that hangs while the task is written is noticed too."""
    assert process.stdin is not None
    with selectors.DefaultSelector() as selector, memoryview(LENGTH.pack(len(task)) + task) as waiting:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        written = 0
        while written < len(waiting):
            _await(selector, ends)
            written += os.write(process.stdin.fileno(), waiting[written : written + STEP])
    return _receive(process, ends=ends)


def _receive(process: subprocess.Popen[bytes], *, ends: float) -> bytes:
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)

        def take(size: int) -> bytes:
            taken = bytearray()
            while len(taken) < size:
                _await(selector, ends)
                assert process.stdout is not None
                chunk = os.read(process.stdout.fileno(), min(size - len(taken), 1 << 20))
                if not chunk:
                    raise EOFError
                taken += chunk
            return bytes(taken)

        return take(*LENGTH.unpack(take(LENGTH.size)))


def _await(selector: selectors.BaseSelector, ends: float) -> None:
    if not selector.select(max(0.0, ends - time.monotonic())):
        raise TimeoutError
