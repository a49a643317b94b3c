"""The `helpdesk` command: thin, one sentence per error, exit code not 0 on failure.

A feature's commands are a `flask.cli.AppGroup` in its own cli.py: they run inside the application, which
is made only when one of them needs it. Add the group to `main` below.
"""

from typing import Any

import click
from flask.cli import ScriptInfo

from helpdesk.app import create_app
from helpdesk.config import BadSettings
from helpdesk.core.errors import NotFound, Refused


class OneSentence(click.Group):
    """A group whose commands end with one sentence on standard error, and exit code 1, when refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (BadSettings, Refused, NotFound) as error:
            raise click.ClickException(str(error) or "Not found.") from error


@click.group(cls=OneSentence)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Helpdesk and FAQ for organisations whose members pay dues by SEPA direct debit."""
    ctx.obj = ScriptInfo(create_app=create_app, set_debug_flag=False)
