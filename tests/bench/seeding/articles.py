"""Many articles out of the shipped ones: their words, their sentences and their shape."""

import hashlib
import re
from collections.abc import Iterator
from random import Random

from markupsafe import Markup
from sqlalchemy import func, select

from helpdesk.core.clock import now
from helpdesk.db import db
from helpdesk.faq import indexing
from helpdesk.faq.models import Article
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from tests.bench.seeding.rows import Row, next_id, read_rows, write_rows

PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
TITLE_WORDS = 9


def multiply_articles(wanted: int, random: Random) -> None:
    """Add articles until `wanted` are published in French, and index them all."""
    shipped = [row for row in read_rows(Article) if _is_published(row)]
    missing = wanted - len(shipped)
    if missing > 0:
        write_rows(Article, _copies(shipped, missing, random))
    indexed = indexing.rebuild_index(now=now())
    if indexed < wanted:
        raise RuntimeError(f"only {indexed} of {wanted} articles are in the index")


def slugs(count: int) -> list[str]:
    """Return the addresses of articles from all over the table."""
    published = (Article.kind == ArticleKind.FAQ, Article.status == ArticleStatus.PUBLISHED)
    how_many = db.session.scalar(select(func.count()).select_from(Article).where(*published)) or 0
    query = select(Article.slug).where(*published, Article.lang == "fr").order_by(Article.id)
    return list(db.session.scalars(query))[:: max(1, how_many // count)][:count]


def _is_published(row: Row) -> bool:
    return (row["kind"], row["status"], row["lang"]) == (ArticleKind.FAQ, ArticleStatus.PUBLISHED, "fr")


def _copies(shipped: list[Row], count: int, random: Random) -> Iterator[Row]:
    paragraphs = [found for row in shipped for found in PARAGRAPH.findall(row["html"])]
    first = next_id(Article)
    for number in range(first, first + count):
        like, other = random.choice(shipped), random.choice(shipped)
        html = PARAGRAPH.sub(lambda _: random.choice(paragraphs), like["html"])
        title = _title(like["title"], other["title"])
        yield {
            **like,
            "id": number,
            "slug": f"{like['slug'][:60]}-{number}",
            "title": title,
            "summary": other["summary"],
            "html": html,
            "plain_text": str(Markup(html).striptags()),
            "aliases": other["aliases"],
            "keywords": sorted({*like["keywords"], *other["keywords"]}),
            "content_hash": hashlib.sha256(html.encode()).hexdigest(),
            "helpful": random.randrange(60),
            "unhelpful": random.randrange(20),
            "position": number,
        }


def _title(first: str, second: str) -> str:
    half = TITLE_WORDS // 2
    return " ".join([*first.split()[: TITLE_WORDS - half], *second.split()[-half:]])
