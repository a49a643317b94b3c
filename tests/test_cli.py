"""The `helpdesk` command as a whole: it opens the application for its commands and refuses in one sentence."""

from click.testing import CliRunner
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from helpdesk.cli import OneSentence, main
from helpdesk.config import settings
from helpdesk.core.errors import NotFound, Refused

trial = AppGroup("trial")


@trial.command("mode")
def mode() -> None:
    print(settings().mode)


@trial.command("refuse")
def refuse() -> None:
    raise Refused("Cela ne se peut pas.")


@trial.command("miss")
def miss() -> None:
    raise NotFound


def run(app: Flask, *words: str):
    root = OneSentence("helpdesk", commands=[trial])
    return CliRunner().invoke(root, ["trial", *words], obj=ScriptInfo(create_app=lambda: app))


def test_a_command_runs_inside_the_application(app: Flask):
    result = run(app, "mode")

    assert (result.exit_code, result.output) == (0, "test\n")


def test_a_refusal_is_one_sentence_and_exit_code_1(app: Flask):
    result = run(app, "refuse")

    assert (result.exit_code, result.stderr) == (1, "Error: Cela ne se peut pas.\n")


def test_what_is_not_found_is_said(app: Flask):
    result = run(app, "miss")

    assert (result.exit_code, result.stderr) == (1, "Error: Not found.\n")


def test_help_needs_no_settings():
    result = CliRunner().invoke(main, ["--help"])

    assert result.exit_code == 0
