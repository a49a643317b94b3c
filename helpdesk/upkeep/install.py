"""From an empty folder to an installation, and from one version to the next."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.engines.files import make_private_folder, write_durably
from helpdesk.faq.loading import load_content
from helpdesk.places import find_folder
from helpdesk.tickets.routing.defaults import open_default_desks
from helpdesk.worker.readiness import current_revision

Tell = Callable[[str], None]
"""Show one line of progress to whoever waits."""


def make_instance(folder: Path, *, with_key: bool) -> bool:
    """Make the instance folder, ours alone, and its secret key unless there is one; tell whether one was made."""
    make_private_folder(folder)
    kept = folder / "secret_key"
    if not with_key or kept.exists():
        return False
    write_durably(kept, [secrets.token_hex(32).encode("ascii")])
    return True


def upgrade_database(tell: Tell, *, to: str = "head") -> int:
    """Run the missing migrations one by one, each in its own transaction; return how many."""
    config = current_app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    missing = _missing(to)
    for number, (revision, words) in enumerate(missing, start=1):
        tell(f"Migration {number} of {len(missing)}: {revision} {words}")
        command.upgrade(config, revision)
    return len(missing)


def load_articles(tell: Tell, *, now: datetime) -> None:
    """Load the articles that this version came with."""
    done = load_content(find_folder("content"), now=now)
    tell(f"Articles: {done.added} added, {done.changed} changed, {done.unchanged} unchanged.")
    for each in done.conflicts:
        tell(f"  {each.path} was changed here and in this version: settle it at /bureau/fiches/?conflits=1.")


def open_desks(tell: Tell) -> None:
    """Make the desks an installation begins with, unless it has some."""
    count = open_default_desks()
    if count:
        tell(
            f"Desks: {count} made, with the rules that fill them; change them at /bureau/poles/ and /bureau/regles/."
        )


def _missing(to: str) -> list[tuple[str, str]]:
    scripts = ScriptDirectory(str(find_folder("migrations")))
    with db.engine.connect() as connection:
        present = current_revision(connection)
    try:
        steps = list(scripts.iterate_revisions(to, present or "base"))
    except CommandError as error:
        raise Refused(
            f"The database is at revision {present}, which this version of the program does not know."
        ) from error
    return [(step.revision, step.doc) for step in reversed(steps)]
