"""The command line as a whole: quick help, one sentence per error."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from helpdesk.cli import COMMANDS, main


def test_help_lists_every_command_without_loading_the_application():
    asked = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "helpdesk", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert all(f"  {name} " in asked.stdout for name in COMMANDS)
    assert "helpdesk.app" not in asked.stderr
    assert "sqlalchemy" not in asked.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_list_explains_itself(run, name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_a_misspelt_variable_is_named_on_standard_error(run):
    result = run("upgrade", HELPDESK_SITE_NAM="x")

    assert "HELPDESK_SITE_NAM is not a setting" in result.stderr


def test_a_bad_setting_is_one_sentence(run):
    result = run("upgrade", HELPDESK_WEB_WORKERS="many")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: HELPDESK_WEB_WORKERS: ")
    assert result.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_one_sentence(run):
    result = run("upgrade", HELPDESK_DATABASE_URL="sqlite:////nowhere/at/all.db")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The database does not answer: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MODE", "prod", "'production', 'demo' or 'test'"),
        ("BASE_URL", "aide.example.org", "must start with http"),
        ("BASE_URL", "https://", "name a host"),
        ("BASE_URL", "https://aide.example.org/aide", "under a path"),
        ("BASE_URL", "https://[::1", "is not a URL"),
        ("BASE_URL", "https://a b", "must not hold blanks"),
        ("SECRET_KEY_FALLBACKS", "earlier", "must be JSON"),
        ("SECRET_KEY_FILE", "/nowhere/key", "cannot be read"),
        ("CONTENT_OWNERS", "{", "must be JSON"),
        ("LOG_LEVEL", "LOUD", "must be DEBUG"),
        ("TIME_ZONE", "Mars", "must name a time zone"),
        ("TIME_ZONE", "../../etc/passwd", "must name a time zone"),
        ("DATABASE_URL", "nowhere", "must be a URL"),
        ("DATABASE_URL", "mysql://host/name", "has the unknown scheme"),
        ("SEARCH_URL", "elastic://host", "has the unknown scheme"),
        ("STORE_URL", "ftp://host", "has the unknown scheme"),
        ("MAIL_URL", "smtp://host:99999", "is not a URL"),
        ("MAIL_URL", "pop://host", "has the unknown scheme"),
        ("MAIL_FROM", "nobody", "not a valid email address"),
        ("SUPPORT_PHONE", "12", "E.164"),
        ("SUPPORT_HOURS", "toujours", "must give opening hours"),
        ("HOLIDAYS_SUBDIVISION", "ZZ", "must give opening hours"),
        ("VENDOR_FAQ_URL", "javascript:alert(1)", "must be the address of a page"),
        ("WEB_WORKERS", "0", "greater than or equal to 1"),
    ],
)
def test_every_bad_setting_is_one_sentence_that_names_it(run, name, value, words):
    result = run("upgrade", **{f"HELPDESK_{name}": value})

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: HELPDESK_{name}") or f"HELPDESK_{name} must" in result.stderr
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("restore", "/nowhere/at/all.tar.gz"), "File '/nowhere/at/all.tar.gz' does not exist."),
        (("person", "add", "a@example.org", "--name", "A", "--role", "king"), "'king' is not one of"),
        (("person", "add"), "Missing argument 'EMAIL'."),
        (("demo", "--port", "0"), "0 is not in the range"),
        (("bakcup",), "No such command 'bakcup'."),
        (("doctor", "--repare"), "No such option '--repare'. Did you mean '--repair'?"),
    ],
)
def test_a_mistyped_command_is_told_in_one_line(run, words, said):
    result = run(*words)

    (line,) = result.stderr.splitlines()
    assert result.exit_code == 2
    assert line.startswith("Error: ")
    assert said in line


def test_what_the_system_refuses_is_one_sentence(run):
    run("init")

    result = run("backup", "/nowhere/at/all.tar.gz")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("Error: /nowhere/at")


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("HELPDESK_MAIL_URL", "smtp://:25", "must name a server"),
        ("HELPDESK_MAIL_URL", "smtp://me:secret@mail.example.org", "in clear"),
        ("HELPDESK_MAILBOXES", "imaps://mail.example.org", "must name user and server"),
    ],
)
def test_a_worker_does_not_start_on_a_server_it_could_never_reach(run, name, url, words):
    run("init")

    result = run("worker", **{name: url})

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {name} ")
    assert words in result.stderr


def test_articles_are_checked_without_an_installation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["content", "check", str(tmp_path)], catch_exceptions=False)

    assert "fault(s) found" in result.stderr
    assert list(tmp_path.iterdir()) == []
