"""The `helpdesk` command: thin, one sentence per error, exit code not 0 on failure.

A feature's commands are a `flask.cli.AppGroup` in its own cli.py: they run inside the application, which is
made only when one of them needs it. Name it in the table below: it is loaded when it is called, so that
`helpdesk --help` answers at once.
"""

import os
from collections.abc import Mapping
from errno import EPIPE
from importlib import import_module
from typing import Any, NamedTuple

import click
from flask import Flask
from flask.cli import ScriptInfo

from helpdesk.config import unknown_variables
from helpdesk.core.errors import NotFound, Refused
from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.setting_files import PREFIX, BadSettings


class Command(NamedTuple):
    """Where a command lies, `module:name`, and what the list of commands says of it."""

    target: str
    help: str


COMMANDS: Mapping[str, Command] = {
    "demo": Command("helpdesk.demo.cli:demo", "Try the whole product here, with articles and a story."),
    "init": Command("helpdesk.upkeep.cli:init", "Make the instance folder, the secret key and the tables."),
    "upgrade": Command("helpdesk.upkeep.cli:upgrade", "Bring the database to this version of the program."),
    "backup": Command(
        "helpdesk.upkeep.cli:backup", "Write everything into one file, while the service runs."
    ),
    "restore": Command("helpdesk.upkeep.cli:restore", "Put a backup back and check it."),
    "doctor": Command("helpdesk.upkeep.cli:doctor", "Tell whether database, index and files agree."),
    "person": Command("helpdesk.accounts.cli:person", "Add or disable a person who signs in."),
    "serve": Command("helpdesk.upkeep.serve_cli:serve", "Answer browsers, in several processes."),
    "worker": Command("helpdesk.worker.cli:worker", "Send mail and do periodic work until told to stop."),
    "mail": Command("helpdesk.intake.cli:mail", "Take mail in, and show how it is read."),
    "content": Command("helpdesk.faq.cli:content", "Check and load the articles of content/."),
    "search": Command("helpdesk.faq.cli:search", "Search the articles, as a reader does."),
    "index": Command("helpdesk.faq.cli:index", "Make the search index anew."),
}
"""Every command, in the order of the list; one line each."""

FAILURES = (BadSettings, Refused, NotFound)


class Mistyped(click.ClickException):
    """A command line that cannot be read, told without the lines of usage."""

    exit_code = 2


class LazyGroup(click.Group):
    """Load a command when it is called, and turn its failure into one sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the module of the command."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say in one line what is wrong with how it was called."""
        try:
            return self._run(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            help_with = f" See “{error.ctx.command_path} --help”." if error.ctx else ""
            raise Mistyped(f"{error.format_message()}{help_with}") from error

    def _run(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BadEngineUrl as error:
            name, _, sentence = str(error).partition(" ")
            raise click.ClickException(f"{PREFIX}{name.upper()} {sentence}") from error
        except FAILURES as error:
            raise click.ClickException(str(error) or "Not found.") from error
        except OSError as error:
            # Who reads our output may have left; click ends quietly then.
            if error.errno == EPIPE:
                raise
            raise click.ClickException(_what_the_system_says(error)) from error
        except Exception as error:
            # By name: importing SQLAlchemy here would double the time `--help` takes.
            if type(error).__name__ != "OperationalError":
                raise
            first = str(error).partition("\n")[0]
            raise click.ClickException(f"The database does not answer: {first}") from error


@click.group(cls=LazyGroup)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Helpdesk and FAQ for organisations whose members pay dues by SEPA direct debit."""
    for name in unknown_variables(os.environ):
        click.echo(f"Warning: {name} is not a setting; see the table in README.", err=True)
    ctx.obj = ScriptInfo(create_app=_make_app, set_debug_flag=False)


def _what_the_system_says(error: OSError) -> str:
    """Say what could not be opened, made or reached, and why."""
    about = f"{error.filename}: " if error.filename else ""
    return f"{about}{error.strerror or error}."


def _make_app() -> Flask:
    app: Flask = import_module("helpdesk.app").create_app()
    return app
