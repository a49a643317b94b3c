"""The `helpdesk worker` command."""

import click
from flask.cli import ScriptInfo

from helpdesk.config import Settings
from helpdesk.engines.mail import open_mail
from helpdesk.intake.fetching.accounts import read_accounts
from helpdesk.worker.loop import Worker


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.pass_context
def worker(ctx: click.Context, *, once: bool) -> None:
    """Send mail and do periodic work until told to stop (SIGTERM or Ctrl-C); run as many as you like."""
    app = ctx.ensure_object(ScriptInfo).load_app()
    _check_servers(app.extensions["settings"])
    working = Worker(app)
    if once:
        working.run_once()
        return
    working.stop_on_signals()
    working.run()


def _check_servers(chosen: Settings) -> None:
    """Raise BadEngineUrl for a mail server or mailbox that can never be reached as it is written.

    A worker would otherwise say so at each pass, in a log that nobody reads.
    """
    open_mail(chosen.engine_url("mail"), timeout=chosen.mail_timeout_seconds)
    read_accounts(chosen.mailboxes.get_secret_value())
