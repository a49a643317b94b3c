"""Commands of the FAQ: checking and loading content, searching, rebuilding the index."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from difflib import unified_diff
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup, ScriptInfo, with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.config import Mode
from helpdesk.core.clock import now
from helpdesk.db import db
from helpdesk.engines.search import SearchUnavailable
from helpdesk.faq import indexing, loading
from helpdesk.faq.bench.cli import bench
from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.source import Fault
from helpdesk.faq.content.splitting import LONGEST_DOCUMENT
from helpdesk.faq.content.watching import EVERY_S, changes, look
from helpdesk.faq.finding import as_values
from helpdesk.faq.progress import Watched
from helpdesk.faq.searching import Search, clean_query, search_articles
from helpdesk.faq.synonyms.doors import ensure_text
from helpdesk.faq.writing.drafting import write_drafts
from helpdesk.faq.writing.exporting import export_content
from helpdesk.places import find_folder
from helpdesk.setting_files import PREFIX
from helpdesk.web.i18n import COMMAND_LANGUAGE, in_lang

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class LeftAlone(click.ClickException):
    """Something was left alone because both sides changed it."""

    exit_code = 3


content = AppGroup("content")
index = AppGroup("index")


@content.command("check", with_appcontext=False)
@click.argument("folder", type=FOLDER, required=False)
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """Name the file, the line and the fault of everything that is wrong in FOLDER (by default content/).

    Warnings, such as a missing translation, do not count as faults. Needs no installation.
    """
    with _without_installation():
        app = ctx.ensure_object(ScriptInfo).load_app()
    with app.app_context(), Watched() as watched:
        faults = loading.check_content(folder or find_folder("content"), now=now(), progress=watched)
    _report(faults)
    faulty = sum(not each.is_warning for each in faults)
    if faulty:
        raise click.ClickException(f"{faulty} fault(s) found.")
    click.echo("Nothing is wrong.")


@contextmanager
def _without_installation() -> Iterator[None]:
    """Ask for no secret key: who writes articles has a folder, and wants words of the settings at most."""
    name = f"{PREFIX}MODE"
    if name in os.environ:
        yield
        return
    os.environ[name] = Mode.TEST
    try:
        yield
    finally:
        del os.environ[name]


@content.command("load")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--watch", is_flag=True, help="Load again whenever a file changes, until Ctrl-C.")
def load(folder: Path | None, *, watch: bool) -> None:
    """Bring the site to what FOLDER (by default content/) says; what has not changed is left alone.

    A text changed both in its file and in the browser is left alone, shown as a difference, and the
    command ends with code 3.
    """
    root = folder or find_folder("content")
    if not watch:
        _load(root)
        return
    with suppress(KeyboardInterrupt):
        _load_and_watch(root)
    click.echo("Stopped.")


def _load(folder: Path) -> None:
    try:
        with Watched() as watched:
            done = loading.load_content(folder, now=now(), progress=watched)
    except loading.BadContent as error:
        _report(error.faults)
        faulty = sum(not each.is_warning for each in error.faults)
        raise click.ClickException(f"{_what_was_loaded(error)}: {faulty} fault(s).") from error
    _report(done.warnings)
    click.echo(
        f"{done.added} added, {done.changed} changed, {done.unpublished} unpublished, {done.unchanged} unchanged."
    )
    _report_conflicts([(each.path, each.room, each.file) for each in done.conflicts])


def _load_and_watch(folder: Path) -> None:
    """Load, and load again whenever something changes: a fault is said, and waited for to be mended."""
    before = look(folder)
    _load_whatever(folder)
    click.echo(f"Watching {folder}: Ctrl-C ends it.")
    for changed in changes(folder, before, pause=pause):
        click.echo("\n".join(changed))
        _load_whatever(folder)


def _load_whatever(folder: Path) -> None:
    try:
        _load(folder)
    except click.ClickException as error:
        error.show()
    except (OSError, SQLAlchemyError) as error:
        # A file that goes while it is read, or a database that is busy or away: the next change tries again.
        click.ClickException(f"Nothing more was loaded: {str(error).splitlines()[0]}").show()
    finally:
        # What was begun is given up. No transaction stays open while nothing happens.
        db.session.remove()


def pause() -> None:
    """Wait until the folder is looked at again."""
    time.sleep(EVERY_S)


@content.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
def export(folder: Path | None) -> None:
    """Write what readers see into FOLDER (by default content/), byte for byte what was loaded or written here.

    A file that was changed since is left alone, shown as a difference, and the command ends with code 3.
    """
    ensure_text(now=now())
    done = export_content(folder or find_folder("content"), now=now())
    click.echo(f"{done.written} written, {done.removed} removed, {done.unchanged} unchanged.")
    _report_conflicts(
        [(str(path), text, path.read_text("utf-8", "replace")) for path, text in done.conflicts]
    )


@content.command("split", with_appcontext=False)
@click.argument("document", type=click.File(encoding="utf-8"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--collection", default="", help="Where the articles belong; by default the name of FOLDER.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@in_lang(COMMAND_LANGUAGE)
def split(document: TextIO, folder: Path, collection: str, lang: str) -> None:
    """Write one draft into FOLDER for each question of DOCUMENT, a text or Markdown (“-” for standard input).

    Questions are headings that end in a question mark, lines in bold that do, and lines in capitals. A file that
    is there is never written over. Needs no installation; `content check` then says what each draft lacks.
    """
    written = write_drafts(
        document.read(LONGEST_DOCUMENT + 1), folder, collection or folder.name, lang, now=now()
    )
    for path, line in written:
        click.echo(f"{path} (line {line})")
    if not written:
        raise click.ClickException("No question found: headings that end in “?”, or lines in capitals.")
    click.echo(f"{len(written)} draft(s) written.")


def _what_was_loaded(error: loading.BadContent) -> str:
    return f"Only {error.stored} article(s) were loaded" if error.stored else "Nothing was loaded"


def _report_conflicts(conflicts: Sequence[tuple[str, str, str]]) -> None:
    """Show what was changed on both sides since they last agreed, and end with a code of its own."""
    for path, room, file in conflicts:
        before, after = as_lines(room).splitlines(), as_lines(file).splitlines()
        click.echo("\n".join(unified_diff(before, after, f"{path} (browser)", f"{path} (file)", lineterm="")))
    if conflicts:
        names = ", ".join(path for path, _, _ in conflicts)
        raise LeftAlone(
            f"{len(conflicts)} text(s) changed on both sides and left alone: {names}. "
            "Settle them at /bureau/fiches/ (synonyms at /bureau/synonymes/)."
        )


@index.command("rebuild")
def rebuild() -> None:
    """Make the search index anew from the database."""
    try:
        click.echo(f"{indexing.rebuild_index(now=now())} articles indexed.")
    except SearchUnavailable as error:
        raise click.ClickException(f"The index cannot be written: {error}.") from error


class WordsOrCommand(click.Group):
    """Take a first word that is no command for a word to look for; `--` or `--json` before it forces that."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in that searches."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["words", *args]
        return super().parse_args(ctx, args)


@click.group("search", cls=WordsOrCommand, subcommand_metavar="WORDS… [--json] | bench DOCS QUESTIONS")
def search() -> None:
    """Search the articles for WORDS as a reader does, or measure the search (`search -- bench` looks for “bench”)."""


search.add_command(bench)


@search.command("words")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print what /recherche.json gives.")
@with_appcontext
def search_words(words: tuple[str, ...], as_json: bool) -> None:
    """Search the articles for WORDS, as a reader does."""
    answer = search_articles(Search(clean_query(" ".join(words))), now=now())
    if as_json:
        click.echo(json.dumps(as_values(answer, lambda slug: f"/faq/{slug}"), ensure_ascii=False))
        return
    if answer.corrected:
        click.echo(f"Understood as: {answer.corrected}")
    for each in answer.results:
        click.echo(f"{each.title}\n    /faq/{each.slug}\n    {each.snippet}")
    if not answer.results:
        click.echo("Nothing found.")


def _report(faults: Sequence[Fault]) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)
