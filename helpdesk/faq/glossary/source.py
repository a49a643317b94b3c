"""content/glossary.yml: its entries, read strictly, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from helpdesk.core.typography import typo
from helpdesk.faq.companions.documents import located, read_value
from helpdesk.faq.companions.parts import Problem
from helpdesk.faq.content.matter import Line, Slug
from helpdesk.faq.content.source import Fault, read_text

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
    entries, faults = read_value(path, text, TypeAdapter(list[Entry]).validate_python)
    return entries or [], faults


def check_glossary(path: Path, entries: list[Entry], articles: frozenset[str]) -> Iterator[Fault]:
    """Yield what one entry alone cannot tell: names used twice, references that lead nowhere."""
    if entries:
        yield from located(path, [*_twice(entries), *_leading_nowhere(entries, articles)])


def _leading_nowhere(entries: list[Entry], articles: frozenset[str]) -> Iterator[Problem]:
    slugs = {each.slug for each in entries}
    for at, each in enumerate(entries):
        for number, other in enumerate(each.see):
            if other not in slugs - {each.slug}:
                yield (at, "see", number), f"{each.slug}: see names {other}, which is no other term"
        if each.article and each.article not in articles:
            yield (at, "article"), f"{each.slug}: the article {each.article} does not exist"


def _twice(entries: list[Entry]) -> Iterator[Problem]:
    slugs = [each.slug for each in entries]
    for slug, times in Counter(slugs).items():
        if times > 1:
            yield (_last(slugs, slug), "slug"), f"the term {slug} stands {times} times"
    for lang in ("fr", "en"):
        forms = [set(each.said(lang)["forms"]) for each in entries]
        for form, times in Counter(form for each in forms for form in each).items():
            if times > 1:
                at = max(at for at, each in enumerate(forms) if form in each)
                yield (at,), f"{form!r} is a form of {times} terms"


def _last(values: list[str], value: str) -> int:
    return len(values) - 1 - values[::-1].index(value)
