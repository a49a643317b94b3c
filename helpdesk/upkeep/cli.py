"""Commands about the installation as a whole."""

import os
from pathlib import Path

import click
from flask.cli import ScriptInfo, with_appcontext

from helpdesk.config import PREFIX, load_settings
from helpdesk.core.clock import now
from helpdesk.upkeep import install
from helpdesk.upkeep.serving import serve_site


def tell(line: str) -> None:
    """Show progress on standard error, so that standard output stays for results."""
    click.echo(line, err=True)


@click.command()
@click.pass_context
def init(ctx: click.Context) -> None:
    """Make the instance folder with its secret key, the tables and the articles; say what comes next."""
    folder = Path(os.environ.get(f"{PREFIX}INSTANCE_DIR", "instance"))
    has_key = f"{PREFIX}SECRET_KEY" in os.environ or f"{PREFIX}SECRET_KEY_FILE" in os.environ
    if install.make_instance(folder, with_key=not has_key):
        tell(f"Made a secret key: {folder / 'secret_key'}. Keep a copy of it apart from the backups.")
    with ctx.ensure_object(ScriptInfo).load_app().app_context():
        install.upgrade_database(tell)
        install.load_articles(tell, now=now())
        click.echo(f"Ready in {folder.resolve()}. Next:")
    click.echo("  helpdesk person add EMAIL --name NAME --role sysadmin   invite the first person")
    click.echo("  helpdesk serve                                          answer browsers")
    click.echo("  helpdesk worker                                         send mail, in another terminal")


@click.command()
@with_appcontext
def upgrade() -> None:
    """Run the missing migrations and load the articles of this version."""
    count = install.upgrade_database(tell)
    install.load_articles(tell, now=now())
    click.echo(f"The database is up to date ({count} migrations run).")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; by default HELPDESK_WEB_WORKERS.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Answer browsers until told to stop (SIGTERM or Ctrl-C)."""
    settings = load_settings()
    serve_site(settings, host=host, port=port, workers=workers or settings.web_workers)
