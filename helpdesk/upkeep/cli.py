"""Commands about the installation as a whole."""

import os
from pathlib import Path

import click
from flask.cli import ScriptInfo, with_appcontext

from helpdesk.config import settings
from helpdesk.core.clock import now
from helpdesk.faq.indexing import rebuild_index
from helpdesk.setting_files import PREFIX
from helpdesk.upkeep import doctor as diagnosis
from helpdesk.upkeep import install
from helpdesk.upkeep.backup import make_backup
from helpdesk.upkeep.placeholders import warning_of
from helpdesk.upkeep.restore import restore_backup


def tell(line: str) -> None:
    """Show progress on standard error, so that standard output stays for results."""
    click.echo(line, err=True)


@click.command()
@click.pass_context
def init(ctx: click.Context) -> None:
    """Make the instance folder with its secret key, the tables, the articles and the first desks."""
    folder = _make_instance()
    with ctx.ensure_object(ScriptInfo).load_app().app_context():
        install.upgrade_database(tell)
        install.load_articles(tell, now=now())
        install.open_desks(tell)
        _warn()
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
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything but the secret key into FILE (.tar.gz), while the service runs."""
    manifest = make_backup(file, now=now(), tell=tell)
    rows = sum(content.rows for content in manifest.tables.values())
    click.echo(f"{file}: {rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files.")
    if manifest.missing:
        raise click.ClickException(
            f"{len(manifest.missing)} attachments are missing or damaged; “helpdesk doctor” names them."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace an installation that is in use.")
@click.pass_context
def restore(ctx: click.Context, file: Path, *, force: bool) -> None:
    """Replace what is in this installation by what FILE holds, and check that it is the same."""
    _make_instance()
    with ctx.ensure_object(ScriptInfo).load_app().app_context():
        restored = restore_backup(file, force=force, now=now(), tell=tell)
        rebuild_index(now=now())
    rows = sum(content.rows for content in restored.manifest.tables.values())
    click.echo(
        f"Restored the backup of {restored.manifest.made_at}: {rows} rows and {len(restored.manifest.files)} files,"
        " the same as were backed up."
    )
    if restored.held:
        tell(
            f"All mail is stopped: {restored.held} mails had not left when the backup was made, and may have since."
            " Look at /bureau/courriels/, give up what left, then let mail go on."
        )
    if not restored.same_key:
        tell(
            "Warning: the secret key is another one. Put the old one back, or second factors are to be set up anew."
        )


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be derived from the database.")
@click.option("--deep", is_flag=True, help="Read every attachment through and compare its checksum.")
@with_appcontext
def doctor(*, repair: bool, deep: bool) -> None:
    """Tell whether database, index and files agree; exit code 1 when they do not."""
    _warn()
    at = now()
    left = 0
    for finding in diagnosis.examine(diagnosis.Examination(at, deep)):
        mended = repair and finding.mend()
        click.echo(finding.sentence + (" Repaired." if mended else ""))
        left += not mended
    for note in diagnosis.list_notes(now=at) if left == 0 else []:
        tell(f"Note: {note}")
    if left:
        hint = "" if repair else " “helpdesk doctor --repair” mends what can be derived."
        raise click.ClickException(f"{left} thing(s) differ.{hint}")
    click.echo("Database, index and files agree.")


def _warn() -> None:
    """Say on standard error what would be lost; the exit code is for what differs."""
    sentence = warning_of(settings())
    if sentence:
        tell(sentence)


def _make_instance() -> Path:
    folder = Path(os.environ.get(f"{PREFIX}INSTANCE_DIR", "instance"))
    has_key = f"{PREFIX}SECRET_KEY" in os.environ or f"{PREFIX}SECRET_KEY_FILE" in os.environ
    if install.make_instance(folder, with_key=not has_key):
        tell(f"Made a secret key: {folder / 'secret_key'}. Keep a copy of it apart from the backups.")
    return folder
