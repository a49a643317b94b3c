"""The `helpdesk worker` command."""

import click
from flask.cli import ScriptInfo

from helpdesk.worker.loop import Worker


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.pass_context
def worker(ctx: click.Context, *, once: bool) -> None:
    """Send mail and do periodic work until told to stop (SIGTERM or Ctrl-C); run as many as you like."""
    working = Worker(ctx.ensure_object(ScriptInfo).load_app())
    if once:
        working.run_once()
        return
    working.stop_on_signals()
    working.run()
