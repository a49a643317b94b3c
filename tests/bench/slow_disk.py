"""Disks that sync at once say nothing of durable writing: let every sync take as long as on a real one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

SOURCE = Path(__file__).with_suffix(".c")


@contextmanager
def slow_disk(folder: Path, sync_ms: float) -> Iterator[None]:
    """Let each sync of the processes started meanwhile wait so long besides (needs a C compiler); 0 changes nothing."""
    if not sync_ms:
        yield
        return
    library = folder / "slow_disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    with patch.dict(os.environ, {"LD_PRELOAD": str(library), "SYNC_US": str(int(1000 * sync_ms))}):
        yield
