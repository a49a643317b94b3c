"""The width and height of images in rendered texts, so that nothing jumps while they load."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from helpdesk.core.imagesizes import HEAD, Size, size_of
from helpdesk.db import db
from helpdesk.faq.models import Article
from helpdesk.faq.writing.models import ArticleFile

AT_ONCE = 100
"""How many images are read by one statement: the first bytes of each, 64 kB at most."""
_IMAGE = re.compile(r'(?P<opening><img src="/fichiers/(?P<name>[^"]+)")(?= alt=)')


def measure_images(articles: Sequence[Article]) -> None:
    """Write into these texts how large their images are, where the file is there and says so; part of a use case."""
    shown = {found["name"] for each in articles for found in _IMAGE.finditer(each.html)}
    if not shown:
        return
    sizes = _sizes_of(sorted(shown))
    for each in articles:
        each.html = _IMAGE.sub(
            lambda found: found["opening"] + _attributes(sizes.get(found["name"])), each.html
        )


def _sizes_of(names: Sequence[str]) -> Mapping[str, Size | None]:
    return {
        name: size_of(head)
        for start in range(0, len(names), AT_ONCE)
        for name, head in _heads(names[start : start + AT_ONCE])
    }


def _heads(names: Sequence[str]) -> Iterable[tuple[str, bytes]]:
    rows = db.session.execute(
        select(ArticleFile.name, func.substr(ArticleFile.body, 1, HEAD).label("head"))
        .where(ArticleFile.name.in_(names))
        .order_by(ArticleFile.name)
    )
    return [(row.name, bytes(row.head)) for row in rows]


def _attributes(size: Size | None) -> str:
    return f' width="{size[0]}" height="{size[1]}"' if size else ""
