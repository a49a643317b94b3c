"""Backups: the same on every database, whole or refused, and proved when they are put back."""

import io
import json
import stat
import tarfile
from contextlib import contextmanager

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import delete, insert, text, update

from helpdesk.accounts.models import Person
from helpdesk.app import create_app
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.engines.store import open_store
from helpdesk.outbox.gates import find_gate
from helpdesk.outbox.models import OutgoingMail, Pause
from helpdesk.outbox.rules import State
from helpdesk.places import find_folder
from helpdesk.tickets.models import Attachment
from helpdesk.upkeep.backup import _snapshot, make_backup
from helpdesk.upkeep.install import upgrade_database
from helpdesk.upkeep.restore import check_backup, restore_backup
from helpdesk.worker.readiness import is_migrated
from tests.empty import KINDS, empty_database
from tests.rows import ROWS, counts, fill

ON_ONE = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
"""For what has nothing to do with which database it is."""


def quiet(line):
    pass


def make_tables(app):
    """Make every table as the migrations would, in a tenth of the time."""
    db.create_all()
    config = app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    command.stamp(config, "head")


def store_of(app):
    return open_store(app.extensions["settings"].engine_url("store"))


@pytest.fixture
def full(empty, now):
    """An installation with rows in every table and two files."""
    make_tables(empty)
    with db.engine.begin() as connection:
        fill(connection)
    for row, content in enumerate((b"a bank statement", b"x" * 300_000), start=1):
        stored = store_of(empty).put(content)
        with db.engine.begin() as connection:
            values = {"store_key": stored.key, "sha256": stored.sha256, "size": stored.size}
            connection.execute(update(Attachment).where(Attachment.id == row).values(values))
    return empty


@pytest.fixture
def backup(full, tmp_path, now):
    """A backup of that installation."""
    make_backup(tmp_path / "backup.tar.gz", now=now, tell=quiet)
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def other(settings, tmp_path):
    """Open another installation, empty: `with other(kind) as app`."""

    @contextmanager
    def open_one(kind, **changes):
        url = empty_database(kind, tmp_path, name="other")
        changes = {"database_url": url, "store_url": f"file://{tmp_path}/other-files", **changes}
        app = create_app(settings.model_copy(update=changes))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()

    return open_one


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_is_restored_row_by_row_and_file_by_file(backup, other, full, kind, now):
    keys = set(store_of(full).keys())

    with other(kind) as app:
        restored = restore_backup(backup, force=False, now=now, tell=quiet)

        with db.engine.begin() as connection:
            assert set(counts(connection).values()) == {ROWS}
            assert is_migrated(connection)
            new = connection.execute(insert(Person).values(**_person(now)).returning(Person.id)).scalar()
        assert new == ROWS + 1
        assert set(store_of(app).keys()) == keys
    assert restored.same_key
    assert all(content.rows == ROWS for content in restored.manifest.tables.values())


def _person(now):
    return {"email": "new@example.org", "name": "New", "lang": "fr", "shortcuts": True, "created_at": now}


@ON_ONE
def test_the_file_is_ours_alone_and_no_other_is_overwritten(backup, now):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with pytest.raises(Refused, match="is there already"):
        make_backup(backup, now=now, tell=quiet)


@ON_ONE
def test_the_secret_key_is_not_inside(backup, settings):
    secret = settings.secret_key.get_secret_value().encode()
    with tarfile.open(backup) as tar:
        texts = [tar.extractfile(member).read() for member in tar]

    assert not any(secret in text for text in texts)


@ON_ONE
def test_another_secret_key_is_noticed(backup, other, now):
    with other("sqlite", secret_key=SecretStr("another key, as long as the first one")):
        assert not restore_backup(backup, force=False, now=now, tell=quiet).same_key


def test_what_is_written_meanwhile_is_not_in_the_backup(full, now):
    with _snapshot() as connection:
        before = counts(connection)
        with db.engine.begin() as writer:
            writer.execute(insert(Person).values(id=ROWS + 1, **_person(now)))

        assert counts(connection) == before


def test_an_installation_in_use_is_replaced_only_by_force(backup, full, now):
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM entry"))
    orphan = store_of(full).put(b"not in the backup").key

    with pytest.raises(Refused, match="in use"):
        restore_backup(backup, force=False, now=now, tell=quiet)
    restore_backup(backup, force=True, now=now, tell=quiet)

    with db.engine.connect() as connection:
        assert counts(connection)["entry"] == ROWS
    assert not store_of(full).exists(orphan)


@ON_ONE
def test_a_fresh_installation_counts_as_empty(backup, run):
    run("init")
    run("worker", "--once")

    result = run("restore", str(backup))

    assert (result.exit_code, result.stderr.count("in use")) == (0, 0)


def test_a_backup_of_an_older_version_is_brought_to_this_one(empty, other, tmp_path, now):
    upgrade_database(quiet, to="0007")
    with db.engine.begin() as connection:
        fill(connection)
        connection.execute(text("DELETE FROM attachment"))
    make_backup(tmp_path / "old.tar.gz", now=now, tell=quiet)

    with other("sqlite"):
        restore_backup(tmp_path / "old.tar.gz", force=False, now=now, tell=quiet)

        with db.engine.connect() as connection:
            assert is_migrated(connection)
            assert counts(connection)["person"] == ROWS


@ON_ONE
def test_missing_files_are_named_and_the_rest_is_kept(full, tmp_path, now):
    key = next(store_of(full).keys())
    store_of(full).delete(key)

    manifest = make_backup(tmp_path / "backup.tar.gz", now=now, tell=quiet)

    assert manifest.missing == (key,)
    assert check_backup(tmp_path / "backup.tar.gz", tell=quiet) == manifest


def cut(path):
    path.write_bytes(path.read_bytes()[:-2000])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def change_a_row(path):
    _rewrite(path, lambda name, body: body.replace(b"1name", b"2name") if "person" in name else body)


def change_a_file(path):
    _rewrite(path, lambda name, body: body.replace(b"bank", b"BANK") if name.startswith("files/") else body)


def lose_a_table(path):
    _rewrite(path, lambda name, body: None if "ticket.jsonl" in name else body)


def lose_the_manifest(path):
    _rewrite(path, lambda name, body: None if name == "manifest.json" else body)


def come_from_the_future(path):
    _rewrite(path, lambda name, body: _with(body, format=2) if name == "manifest.json" else body)


def be_something_else(path):
    path.write_bytes(b"not a backup at all")


def be_another_archive(path):
    _rewrite(path, lambda name, body: b"[]" if name == "manifest.json" else body)


def _with(body, **changes):
    return json.dumps(json.loads(body) | changes).encode()


def _rewrite(path, change):
    with tarfile.open(path) as tar:
        parts = [(member.name, tar.extractfile(member).read()) for member in tar]
    with tarfile.open(path, "w:gz") as tar:
        for name, body in parts:
            if (changed := change(name, body)) is not None:
                member = tarfile.TarInfo(name)
                member.size = len(changed)
                tar.addfile(member, io.BytesIO(changed))


@ON_ONE
@pytest.mark.parametrize(
    "damage",
    [
        cut,
        flip,
        change_a_row,
        change_a_file,
        lose_a_table,
        lose_the_manifest,
        come_from_the_future,
        be_something_else,
        be_another_archive,
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_lost(backup, full, damage, now):
    damage(backup)
    with db.engine.connect() as connection:
        before = counts(connection)

    with pytest.raises(Refused):
        restore_backup(backup, force=True, now=now, tell=quiet)

    with db.engine.connect() as connection:
        assert counts(connection) == before
    assert len(set(store_of(full).keys())) == 2


def test_the_commands_say_what_they_did(run, tmp_path):
    run("init")
    saved = run("backup", str(tmp_path / "b.tar.gz"))
    restored = run("restore", str(tmp_path / "b.tar.gz"), HELPDESK_INSTANCE_DIR=str(tmp_path / "second"))

    assert saved.exit_code == 0
    assert "tables, 0 files." in saved.stdout
    assert restored.exit_code == 0, restored.output
    assert "the same as were backed up" in restored.stdout
    assert "secret key is another one" in restored.stderr
    assert (
        "Nothing found"
        not in run("search", "prélèvement", HELPDESK_INSTANCE_DIR=str(tmp_path / "second")).stdout
    )


@ON_ONE
def test_mail_that_waited_in_the_backup_is_held_until_a_person_lets_it_go(full, other, tmp_path, now):
    with db.engine.begin() as connection:
        connection.execute(update(OutgoingMail).values(state=State.QUEUED))
        connection.execute(delete(Pause))
    backup = tmp_path / "backup.tar.gz"
    make_backup(backup, now=now, tell=quiet)

    with other("sqlite"):
        restored = restore_backup(backup, force=False, now=now, tell=quiet)

        assert restored.held > 0
        assert find_gate(now=now).is_shut
