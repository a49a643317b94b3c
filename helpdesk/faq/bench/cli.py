"""`helpdesk search bench`: how good and how fast the search is on a question set."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.faq.bench.matter import read_docs, read_questions
from helpdesk.faq.bench.measure import measure

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("bench")
@click.argument("docs", type=FILE)
@click.argument("questions", type=FILE)
@click.option(
    "--engine", default="whoosh:", metavar="URL", help="Engine to measure; its own index is left alone."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench(docs: Path, questions: Path, engine: str, as_json: bool) -> None:
    """Measure the search: articles in DOCS, QUESTIONS with the articles expected, both JSON lines.

    DOCS: {"id", "title", "aliases": [], "keywords": [], "body"}. QUESTIONS: {"text", "expected": [id, …]}.
    Neither an instance nor a database is needed.
    """
    articles, asked = read_docs(docs), read_questions(questions)
    known = {article.id for article in articles}
    if lost := sum(not question.expected & known for question in asked):
        click.echo(f"{lost} question(s) expect no article of {docs}: they count as not found.", err=True)
    try:
        figures = measure(articles, asked, url=engine, progress=lambda step: click.echo(f"{step}…", err=True))
    except BadEngineUrl as error:
        # It names the setting, which nobody looked at here.
        raise click.ClickException(f"--engine {str(error).partition(' ')[2]}") from error
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else _table(figures))


def _table(figures: Mapping[str, Any]) -> str:
    """Return the figures for people: one line a variant."""
    head = "{engine}: {docs} articles indexed in {build_s} s, {questions} questions".format(**figures)
    lines = [head, f"{'':10}    r@1    r@3    r@5  mrr@10     p50 ms     p95 ms"]
    for name, row in figures["variants"].items():
        lines.append(
            f"{name:10}{row['r1']:7.3f}{row['r3']:7.3f}{row['r5']:7.3f}{row['mrr10']:8.3f}"
            f"{row['p50_ms']:11.2f}{row['p95_ms']:11.2f}"
        )
    return "\n".join(lines)
