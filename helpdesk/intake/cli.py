"""The `helpdesk mail` commands."""

import json
import sys
from itertools import chain
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup, ScriptInfo, with_appcontext

from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.intake.checking import check_mailboxes, check_server, check_settings
from helpdesk.intake.reading import Reader, ReadMail
from helpdesk.intake.reading.charsets import clean_text
from helpdesk.intake.reading.limits import LARGEST_MAIL, MEGABYTE
from helpdesk.intake.reading.read import (
    FILES_REFUSED,
    NO_CONTENT,
    TEXT_CUT,
    TOO_LARGE,
    TOO_MANY_PARTS,
    UNREADABLE,
)
from helpdesk.intake.reading.trim import trim
from helpdesk.intake.rules import LARGEST
from helpdesk.intake.storing import Delivery, keep

CHUNK = 1 << 20
TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: mail servers keep the mail and try again."""

IN_ENGLISH = {
    TOO_LARGE: f"The mail is larger than {LARGEST_MAIL // MEGABYTE} MB: "
    "only the beginning of its text was read, without its files.",
    NO_CONTENT: "The mail is empty.",
    TOO_MANY_PARTS: "The mail has too many parts: the last ones were not read.",
    FILES_REFUSED: "The files of the mail are too large: some were not kept.",
    TEXT_CUT: "The text of the mail is too long: its end was not read.",
    UNREADABLE: "The mail cannot be read: only its headers were.",
}
"""What reading says to agents, for the command line; several may stand in one line."""

mail = AppGroup("mail", help="Take mail in, and show how it is read.")


@mail.command("read", with_appcontext=False)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def read(files: tuple[Path, ...]) -> None:
    """Read mails as the intake does: one line of JSON for each FILE, in the order given; needs no instance."""
    with Reader() as reader:
        for file in files:
            click.echo(
                json.dumps({"file": str(file).encode("utf-8", "replace").decode()} | _read(reader, file))
            )


@mail.command("trim", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
def show_trimmed(file: Path) -> None:
    """Tell an answer from what it quotes, in a plain text FILE (- for standard input); needs no instance."""
    content, error = (sys.stdin.buffer.read(), None) if str(file) == "-" else _content(file)
    visible, hidden = trim(clean_text(content))
    click.echo(json.dumps({"visible": visible, "hidden": hidden} | ({"error": error} if error else {})))


@mail.command("take", with_appcontext=False)
@click.option("--from", "envelope_from", default="", help="Sender of the envelope (MAIL FROM).")
@click.option("--to", "envelope_to", default="", help="Recipient of the envelope (RCPT TO).")
@click.pass_context
def take(ctx: click.Context, envelope_from: str, envelope_to: str) -> None:
    """Take one mail from standard input, e.g. from a mail server's pipe; the worker files it.

    Ends with 75 when the mail could not be kept, so that the mail server keeps it and tries again.
    """
    try:
        raw, size = _taken(sys.stdin.buffer)
        # The application is made in here: wrong settings must not cost a mail either.
        with ctx.ensure_object(ScriptInfo).load_app().app_context():
            keep(
                Delivery(raw=raw, size=size, envelope_from=envelope_from, envelope_to=envelope_to),
                now=clock.now(),
            )
    except Exception as error:
        # Whatever it is: what is not safely here must stay with whoever has it.
        click.echo(f"The mail could not be kept ({type(error).__name__}): try again later.", err=True)
        sys.exit(TRY_AGAIN)


@mail.command("check")
@click.option("--send-to", default="", help="Also send a trial mail to this address.")
@with_appcontext
def check(send_to: str) -> None:
    """Try every mailbox and the mail server; exit code 1 when something is wrong."""
    chosen = settings()
    found = chain(
        check_settings(chosen),
        check_mailboxes(chosen),
        check_server(chosen, send_to=send_to, now=clock.now()),
    )
    wrong = 0
    for each in found:
        click.echo(("ok     " if each.ok else "wrong  ") + each.sentence)
        wrong += not each.ok
    if wrong:
        raise click.exceptions.Exit(1)


def _taken(stream: IO[bytes]) -> tuple[bytes, int]:
    """Return as much of a mail as may be kept, and its length; a larger one is read to its end and let go."""
    raw = stream.read(LARGEST + 1)
    size = len(raw)
    while more := stream.read(CHUNK):
        size += len(more)
    return raw, size


def _read(reader: Reader, file: Path) -> dict[str, object]:
    content, error = _content(file)
    if error is not None:
        return _as_json(ReadMail(error=error))
    return _as_json(reader.read(content))


def _content(file: Path) -> tuple[bytes, str | None]:
    """Return what of a file can be a mail, or a sentence about why it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_MAIL + 1), None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return b"", f"The file cannot be read: {why}."


def _as_json(mail: ReadMail) -> dict[str, object]:
    return {
        "from": mail.from_address,
        "from_name": mail.from_name,
        "to": list(mail.to),
        "subject": mail.subject,
        "message_id": mail.message_id,
        "text": mail.text,
        "visible": mail.visible,
        "hidden": mail.hidden,
        "attachments": [
            {"name": each.name, "type": each.media_type, "size": each.size, "sha256": each.sha256}
            for each in mail.attachments
        ],
        "automatic": mail.automatic,
        "bounce_of": mail.bounce.message_id if mail.bounce else None,
        "error": _in_english(mail.error) if mail.error else None,
    }


def _in_english(error: str) -> str:
    for french, english in IN_ENGLISH.items():
        error = error.replace(french, english)
    return error
