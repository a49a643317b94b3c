"""The `helpdesk` command: thin, one sentence per error, exit code not 0 on failure."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from helpdesk.config import BadSettings
from helpdesk.core.errors import NotFound, Refused

P = ParamSpec("P")
T = TypeVar("T")


@click.group()
def main() -> None:
    """Helpdesk and FAQ for organisations whose members pay dues by SEPA direct debit."""


def one_sentence(command: Callable[P, T]) -> Callable[P, T]:
    """Turn refusals into one sentence on standard error and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (BadSettings, Refused, NotFound) as error:
            click.echo(str(error) or "Not found.", err=True)
            sys.exit(1)

    return run
