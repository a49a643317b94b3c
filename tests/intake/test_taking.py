"""`helpdesk mail take`: what a mail server's pipe calls."""

import os
import sqlite3
import subprocess
import sys

from tests.intake.mails import a_mail


def take(folder, raw, *words, **variables):
    """Run the command as a mail server does."""
    settings = {"HELPDESK_INSTANCE_DIR": str(folder / "instance"), "HELPDESK_MODE": "test"}
    return subprocess.run(  # noqa: PLW1510 - its exit code is what is tested
        [sys.executable, "-m", "helpdesk", "mail", "take", *words],
        input=raw,
        capture_output=True,
        env={**os.environ, **settings, **variables},
        timeout=60,
    )


def rows(folder, query):
    with sqlite3.connect(folder / "instance" / "helpdesk.db") as connection:
        return connection.execute(query).fetchall()


def test_a_mail_from_a_pipe_is_kept_with_its_envelope_and_once(run, tmp_path):
    assert run("init").exit_code == 0
    raw = a_mail()

    for _ in range(2):
        done = take(tmp_path, raw, "--from", "melanie@example.org", "--to", "aide+abc@example.org")
        assert (done.returncode, done.stderr) == (0, b"")

    assert rows(tmp_path, "SELECT envelope_from, envelope_to, state FROM incoming_mail") == [
        ("melanie@example.org", "aide+abc@example.org", "received")
    ]
    assert rows(tmp_path, "SELECT content FROM raw_mail") == [(raw,)]


def test_what_cannot_be_kept_stays_with_the_mail_server(tmp_path):
    without_tables = take(tmp_path, a_mail())
    without_database = take(tmp_path, a_mail(), HELPDESK_DATABASE_URL="sqlite:////nowhere/at/all.db")
    wrong_settings = take(tmp_path, a_mail(), HELPDESK_MAILBOX_POLL_SECONDS="soon")

    assert [each.returncode for each in (without_tables, without_database, wrong_settings)] == [75, 75, 75]
    assert b"try again later" in without_tables.stderr


def test_of_a_mail_that_is_too_large_the_beginning_is_kept_and_its_length_noted(run, tmp_path):
    assert run("init").exit_code == 0
    raw = a_mail() + b"x" * 30_000_000

    assert take(tmp_path, raw).returncode == 0

    kept = rows(
        tmp_path,
        "SELECT is_cut, size, length(raw_mail.content) FROM incoming_mail JOIN raw_mail ON mail_id = id",
    )
    assert kept == [(1, len(raw), 1024 * 1024)]
