"""Whether database, index and files agree, and what is done when they do not (promise P6)."""

import os
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import update

from helpdesk.db import db
from helpdesk.engines.search import Doc
from helpdesk.engines.store import open_store
from helpdesk.faq.indexing import rebuild_index, search_engine
from helpdesk.outbox.models import OutgoingMail
from helpdesk.places import find_folder
from helpdesk.tickets.models import Attachment
from helpdesk.upkeep.doctor import IN_HAND, Examination, examine, list_notes
from helpdesk.worker.models import Job
from tests.rows import fill


@pytest.fixture
def store(app, settings):
    return open_store(settings.engine_url("store"))


@pytest.fixture
def sound(app, store, now):
    """An installation with rows everywhere, two files, an index: nothing differs."""
    config = app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    command.stamp(config, "head")
    with db.engine.begin() as connection:
        fill(connection)
        for row in (1, 2):
            file = store.put(b"a bank statement")
            values = {"store_key": file.key, "sha256": file.sha256, "size": file.size}
            connection.execute(update(Attachment).where(Attachment.id == row).values(values))
        connection.execute(update(Job).values(lease_until=None, next_run_at=now))
    rebuild_index(now=now)
    yield app
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")


def look(now, **how):
    # What the test itself has read is from before its own changes.
    db.session.rollback()
    return list(examine(Examination(now, **how)))


def heal(now):
    return [finding.mend() for finding in look(now)]


def first_key():
    return db.session.get(Attachment, 1).store_key


def test_a_sound_installation_has_nothing_to_tell(sound, now):
    assert look(now, deep=True) == []


def test_tables_of_another_version_come_first(sound, now):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    (finding,) = look(now)

    assert "helpdesk upgrade" in finding.sentence
    assert not finding.mend()


def test_a_missing_file_is_named_and_not_repaired(sound, store, now):
    key = first_key()
    store.delete(key)

    (finding,) = look(now)

    assert finding.sentence == f"The file {key} of a dossier is missing: restore it from a backup."
    assert not finding.mend()


@pytest.mark.parametrize(("content", "deep"), [(b"shorter", False), (b"a BANK statement", True)])
def test_a_changed_file_is_named(sound, store, now, content, deep):
    store.put(content, key=first_key())

    (finding,) = look(now, deep=deep)

    assert first_key() in finding.sentence


def test_a_file_of_nobody_is_deleted_once_it_is_old(sound, store, settings, now):
    key = store.put(b"left behind").key
    (path,) = settings.instance_dir.rglob(key)
    os.utime(path, (now.timestamp(), now.timestamp()))
    assert look(now) == []

    assert heal(now + IN_HAND + timedelta(seconds=1)) == [True]

    assert not store.exists(key)
    assert store.exists(first_key())


def test_a_missing_index_is_made_anew(sound, settings, now):
    for path in (settings.instance_dir / "index").iterdir():
        path.unlink() if path.is_file() or path.is_symlink() else _empty(path)

    assert heal(now) == [True]

    assert look(now) == []


def _empty(folder):
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def test_an_index_that_differs_is_made_anew(sound, now):
    search_engine().upsert([Doc(id="gone.fr", title="Gone", version="1")])

    (finding,) = look(now)

    assert "1 to forget" in finding.sentence
    assert finding.mend()
    assert look(now) == []


def test_what_a_gone_worker_held_is_freed(sound, now):
    with db.engine.begin() as connection:
        connection.execute(update(Job).values(lease_until=now, leased_by="w1"))
        connection.execute(update(OutgoingMail).values(state="sending", lease_until=now, leased_by="w1"))

    assert heal(now) == [True, True]

    assert look(now) == []


def test_a_folder_that_others_can_read_is_closed(sound, settings, now):
    settings.instance_dir.chmod(0o755)

    assert heal(now) == [True]

    assert settings.instance_dir.stat().st_mode & 0o077 == 0


def test_a_reference_to_nothing_is_named_on_sqlite(sound, now):
    if db.engine.dialect.name != "sqlite":
        return
    raw = db.engine.raw_connection()
    raw.driver_connection.execute("PRAGMA foreign_keys=OFF")
    raw.driver_connection.execute("DELETE FROM desk WHERE id = 1")
    raw.driver_connection.execute("PRAGMA foreign_keys=ON")
    raw.close()

    assert any("refers to a row of desk" in finding.sentence for finding in look(now))


def test_notes_tell_of_a_late_worker_and_dead_mail(sound, now):
    with db.engine.begin() as connection:
        connection.execute(update(OutgoingMail).values(state="dead"))

    db.session.rollback()

    late, dead = list_notes(now=now)

    assert "helpdesk worker" in late
    assert dead.startswith("2 mails could not be delivered")


def test_the_command_exits_0_when_all_agrees_and_1_otherwise(run, tmp_path):
    run("init")
    run("index", "rebuild")
    healthy = run("doctor")
    (tmp_path / "instance").chmod(0o755)
    ill, mended = run("doctor"), run("doctor", "--repair")

    assert (healthy.exit_code, healthy.stdout) == (0, "Database, index and files agree.\n")
    assert "Is “helpdesk worker” running?" in healthy.stderr
    assert ill.exit_code == 1
    assert "--repair" in ill.stderr
    assert mended.exit_code == 0
    assert "Repaired." in mended.stdout
