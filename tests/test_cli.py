"""The command line as a whole: quick help, one sentence per error."""

import subprocess
import sys

import pytest

from helpdesk.cli import COMMANDS


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
