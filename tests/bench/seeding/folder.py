"""Many article files out of the shipped ones, for loading: each with a title, a slug and a text of its own."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from helpdesk.places import find_folder

SLUG = re.compile(r"^slug: (.*)$", re.MULTILINE)
TITLE = re.compile(r'^title: "?(.*?)"?$', re.MULTILINE)


def write_folder(to: Path, articles: int, random: Random) -> Path:
    """Copy the shipped content to a folder and add articles until there are so many in French."""
    shutil.copytree(find_folder("content"), to)
    shipped = [path for path in sorted(to.glob("faq/*/*.md")) if path.name.count(".") == 1]
    for number, (like, text) in enumerate(_copies(shipped, articles - len(shipped), random)):
        like.with_name(f"copie-{number}.md").write_text(text, encoding="utf-8")
    return to


def _copies(shipped: list[Path], count: int, random: Random) -> Iterator[tuple[Path, str]]:
    texts = {path: path.read_text(encoding="utf-8") for path in shipped}
    for number in range(count):
        like, other = random.choice(shipped), random.choice(shipped)
        _, matter, body = texts[like].split("---\n", 2)
        matter = SLUG.sub(f"slug: copie-{number}", matter, count=1)
        matter = TITLE.sub(rf'title: "\g<1> ({number})"', matter, count=1)
        paragraphs = texts[other].split("---\n", 2)[2].split("\n\n")
        yield like, f"---\n{matter}---\n{body}\n{random.choice(paragraphs).lstrip('#')}\n"
