"""Instances on the disk: made once for each size and version of the program, copied for each run."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

from helpdesk.core.clock import now
from helpdesk.db import db
from helpdesk.faq.loading import load_content
from helpdesk.places import PACKAGE, find_folder
from helpdesk.upkeep.install import upgrade_database
from tests.bench.seeding.articles import multiply_articles
from tests.bench.seeding.dossiers import multiply_dossiers
from tests.bench.seeding.instances import Instance
from tests.bench.seeding.setting import make_setting

SEED = 20261116


@dataclass(frozen=True)
class Size:
    """How much an instance holds."""

    articles: int
    dossiers: int


def seeded(cache: Path, size: Size) -> Instance:
    """Return an instance of that size, made now unless the cache has it."""
    made = Instance(cache / f"seed-{size.articles}-{size.dossiers}-{_version()}")
    if not made.folder.exists():
        unfinished = Instance(made.folder.with_suffix(".unfinished"))
        shutil.rmtree(unfinished.folder, ignore_errors=True)
        unfinished.folder.mkdir(parents=True)
        _fill(unfinished, size)
        unfinished.folder.rename(made.folder)
    return made


def copied(instance: Instance, to: Path) -> Instance:
    """Return a copy of an instance that a run may write into."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(instance.folder, to, symlinks=True)
    return Instance(to)


def _fill(instance: Instance, size: Size) -> None:
    random, at = Random(SEED), now()
    with instance.app():
        upgrade_database(lambda line: None)
        load_content(find_folder("content"), now=at)
        make_setting(at, random)
        multiply_articles(size.articles, random)
        multiply_dossiers(size.dossiers, at, random)
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _version() -> str:
    """Return a mark that changes with the tables, the content and the way instances are made."""
    files = [
        *sorted(PACKAGE.rglob("models.py")),
        *sorted(find_folder("migrations").rglob("*.py")),
        *sorted(find_folder("content").rglob("*.md")),
        *sorted(Path(__file__).parent.glob("*.py")),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:10]
