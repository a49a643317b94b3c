"""Migrations: their head is what the models say, and each goes down and up with data in the tables."""

from datetime import UTC, datetime

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, bindparam, text

from helpdesk.activation.models import RemindedMailbox
from helpdesk.db import db
from helpdesk.places import find_folder
from helpdesk.upkeep.install import upgrade_database
from helpdesk.worker.readiness import current_revision, is_migrated
from tests.rows import ROWS, counts, fill

REVISIONS = [step.revision for step in ScriptDirectory(str(find_folder("migrations"))).walk_revisions()]
"""From the newest to the oldest."""


def test_the_head_is_what_the_models_say(empty):
    upgrade_database(print)

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []
        assert is_migrated(connection)


def test_every_migration_goes_down_and_up_with_data(empty):
    upgrade_database(print)

    for revision in REVISIONS:
        with db.engine.begin() as connection:
            fill(connection)
            full = counts(connection)
        assert set(full.values()) == {ROWS}

        _run(empty, command.downgrade, "-1")
        with db.engine.connect() as connection:
            kept = counts(connection)
        assert kept.items() <= full.items(), f"{revision} down lost rows of tables it keeps"

        _run(empty, command.upgrade, "+1")
        with db.engine.connect() as connection:
            again = counts(connection)
        assert again.keys() == full.keys()
        assert kept.items() <= again.items(), f"{revision} up lost rows of tables it keeps"

        _run(empty, command.downgrade, "-1")

    with db.engine.connect() as connection:
        assert counts(connection) == {}
        assert current_revision(connection) is None
    assert upgrade_database(print) == len(REVISIONS)


def test_a_mailbox_reminded_before_0026_counts_from_the_last_mail_of_its_journey(empty):
    upgrade_database(print)
    _run(empty, command.downgrade, "0025")
    first, last = datetime(2026, 5, 4, 8, 0, tzinfo=UTC), datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    with db.engine.begin() as connection:
        fill(connection)
        connection.execute(text("UPDATE reminded_mailbox SET journey = 'compte' WHERE id = 1"))
        for number, at in ((1, first), (2, last)):
            mailed = text("UPDATE activation_reminder SET journey = 'compte', mailed_at = :at WHERE id = :id")
            connection.execute(
                mailed.bindparams(bindparam("at", type_=DateTime(timezone=True))), {"at": at, "id": number}
            )

    _run(empty, command.upgrade, "0026")

    assert db.session.get_one(RemindedMailbox, 1).mailed_at == last
    assert db.session.get_one(RemindedMailbox, 2).mailed_at is None


def test_revisions_are_numbered_in_their_order():
    assert list(reversed(REVISIONS)) == [f"{number:04}" for number in range(1, len(REVISIONS) + 1)]


def _run(app, step, revision):
    config = app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    step(config, revision)
