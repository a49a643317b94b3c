"""`helpdesk demo`: the whole product on this machine, with a story, for trying out."""

import json
from pathlib import Path

import click

from helpdesk.demo import running
from helpdesk.demo.people import accounts, all_accounts


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--dir",
    "folder",
    default="instance",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the instance; one that exists is used again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line for programs, and nothing else.")
def demo(port: int, folder: Path, *, as_json: bool) -> None:
    """Make an instance with articles and a story, start web and worker, print addresses and logins."""
    running.prepare(folder, port, tell=lambda line: click.echo(line, err=True))
    running.run(port, when_ready=lambda: _announce(port, as_json=as_json))


def _announce(port: int, *, as_json: bool) -> None:
    url = f"http://{running.HOST}:{port}"
    mail_url = f"{url}/dev/mail"
    if as_json:
        click.echo(json.dumps({"url": url, "mail_url": mail_url, "accounts": accounts()}))
        return
    click.echo(f"\n  Site    {url}\n  Mail    {mail_url}\n\n  Sign in at {url}/connexion:")
    for one in all_accounts():
        click.echo(f"    {one['role']:<14} {one['email']:<30} {one['password']}")
    click.echo("\n  Ctrl-C ends everything.\n")
