"""content/glossary.yml: its entries, read strictly, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from helpdesk.core.typography import typo
from helpdesk.faq.content.matter import Line, Slug
from helpdesk.faq.content.source import Fault, parse_yaml, read_text

NAME = "glossary.yml"
Text = Annotated[str, StringConstraints(min_length=20, max_length=600, strip_whitespace=True)]


class Entry(BaseModel):
    """One term. `forms` are the words under which it is marked in French texts, the term itself included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    term: Line
    forms: list[Line] = Field(default=[], max_length=12)
    text: Text
    term_en: Line
    forms_en: list[Line] = Field(default=[], max_length=12)
    text_en: Text
    see: list[Slug] = Field(default=[], max_length=6)
    article: Slug | None = None

    def said(self, lang: str) -> dict[str, Any]:
        """Return the entry as people of `lang` read it."""
        if lang == "en":
            forms = [self.term_en, *self.forms_en]
            return {"slug": self.slug, "term": self.term_en, "forms": forms, "text": self.text_en}
        forms = [self.term, *self.forms]
        return {"slug": self.slug, "term": self.term, "forms": forms, "text": typo(self.text)}

    def value(self) -> dict[str, Any]:
        """Return what is stored: both languages, what to see besides, the article that says more."""
        both: Mapping[str, Any] = {lang: self.said(lang) for lang in ("fr", "en")}
        return {"slug": self.slug, **both, "see": self.see, "article": self.article}


def read_glossary(root: Path) -> tuple[list[Entry], list[Fault]]:
    """Return the entries of a content folder and its faults; none of either where there is no glossary."""
    path = root / NAME
    if not path.exists():
        return [], []
    text = read_text(path)
    if isinstance(text, Fault):
        return [], [text]
    try:
        entries = TypeAdapter(list[Entry]).validate_python(parse_yaml(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return [], [Fault(path, (mark.line if mark else 0) + 1, f"this is not plain YAML: {error.problem}")]
    except ValidationError as error:
        return [], [Fault(path, 1, f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [], [Fault(path, 1, str(error).split("\n")[0])]
    return entries, []


def check_glossary(path: Path, entries: list[Entry], articles: frozenset[str]) -> Iterator[Fault]:
    """Yield what one entry alone cannot tell: names used twice, references that lead nowhere."""
    for sentence in _twice(entries):
        yield Fault(path, 1, sentence)
    slugs = {each.slug for each in entries}
    for each in entries:
        for other in each.see:
            if other not in slugs - {each.slug}:
                yield Fault(path, 1, f"{each.slug}: see names {other}, which is no other term")
        if each.article and each.article not in articles:
            yield Fault(path, 1, f"{each.slug}: the article {each.article} does not exist")


def _twice(entries: list[Entry]) -> Iterator[str]:
    names = Counter(each.slug for each in entries)
    yield from (f"the term {slug} stands {times} times" for slug, times in names.items() if times > 1)
    for lang in ("fr", "en"):
        forms = Counter(form for each in entries for form in set(each.said(lang)["forms"]))
        yield from (f"{form!r} is a form of {times} terms" for form, times in forms.items() if times > 1)
