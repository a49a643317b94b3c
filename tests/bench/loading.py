"""Loading article files: how long the command takes for very many of them, and the memory it needs at most."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench.seeding.folder import write_folder
from tests.bench.seeding.instances import Instance
from tests.bench.seeding.making import SEED
from tests.bench.servers import REPOSITORY


@dataclass(frozen=True)
class Load:
    """What one load took; `peak_mib` is the most memory that the process had at once."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def measure_load(folder: Path, articles: int) -> Load:
    """Load that many article files into an empty instance with `helpdesk content load`."""
    shutil.rmtree(folder, ignore_errors=True)
    instance = Instance(folder / "instance")
    instance.folder.mkdir(parents=True)
    content = write_folder(folder / "content", articles, Random(SEED))
    _run(instance, ["upgrade"])
    done = _run(instance, ["content", "load", str(content)])
    shutil.rmtree(folder)
    return done


def _run(instance: Instance, words: Sequence[str]) -> Load:
    command = [sys.executable, "-m", "helpdesk", *words]
    log = instance.folder / "load.log"
    begun = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **instance.variables}, cwd=REPOSITORY, stdout=output, stderr=output
        )
        # The process’s own account of itself, which says what it had at most.
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"helpdesk {' '.join(words)}:\n{log.read_text(errors='replace')[-2000:]}")
    return Load(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
