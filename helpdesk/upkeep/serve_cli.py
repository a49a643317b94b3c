"""`helpdesk serve`, apart from the other commands: it loads no more than its checks; the server loads the rest."""

import click

from helpdesk.config import load_settings
from helpdesk.upkeep.serving import serve_site


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; by default HELPDESK_WEB_WORKERS.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Answer browsers until told to stop (SIGTERM or Ctrl-C)."""
    settings = load_settings()
    serve_site(settings, host=host, port=port, workers=workers or settings.web_workers)
