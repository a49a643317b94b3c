"""The whole of content/: every file read, and the collections in their order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from helpdesk.faq.content.source import ArticleMatter, Fault, Line, Slug, Source, read_source
from helpdesk.faq.rules import Audience

MOST_FILES = 5_000


class CollectionMatter(BaseModel):
    """One entry of collections.yml. `first` are the articles to show first, in this order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    title: Line
    title_en: Line
    description: Annotated[str, StringConstraints(max_length=300)] = ""
    description_en: Annotated[str, StringConstraints(max_length=300)] = ""
    icon: Line
    audience: Audience = Audience.BOTH
    first: list[Slug] = Field(default=[], max_length=10)


@dataclass(frozen=True)
class Content:
    """What could be read of a content folder, and what is wrong with the rest."""

    root: Path
    collections: list[CollectionMatter]
    sources: list[Source]
    faults: list[Fault]

    def articles(self) -> list[tuple[Source, ArticleMatter]]:
        """Return the articles; pages are left out."""
        return [(each, each.matter) for each in self.sources if isinstance(each.matter, ArticleMatter)]


def read_content(root: Path) -> Content:
    """Read collections.yml, faq/<collection>/*.md and pages/*.md under `root`."""
    collections, faults = _collections(root / "collections.yml")
    sources: list[Source] = []
    paths = sorted([*root.glob("faq/*/*.md"), *root.glob("pages/*.md")])
    for path in paths[:MOST_FILES]:
        read = read_source(path)
        if isinstance(read, Source):
            sources.append(read)
        else:
            faults += read
    if not paths:
        faults.append(Fault(root, 1, "there is no article in this folder"))
    return Content(root, collections, sources, faults)


def _collections(path: Path) -> tuple[list[CollectionMatter], list[Fault]]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        return TypeAdapter(list[CollectionMatter]).validate_python(values), []
    except (OSError, UnicodeDecodeError):
        return [], [Fault(path, 1, "the list of collections cannot be read")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [], [Fault(path, (mark.line if mark else 0) + 1, f"this is not plain YAML: {error}".split("\n")[0])]
    except ValidationError as error:
        return [], [
            Fault(path, 1, f"{'.'.join(map(str, each['loc']))}: {each['msg']}") for each in error.errors()
        ]
