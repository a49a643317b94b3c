"""What one notice says of others, of its day and of who signs it."""

from collections.abc import Iterator, Mapping
from datetime import date

from helpdesk.faq.content.source import Fault, Source
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.notices.rules import Numbered, names_somebody
from helpdesk.faq.placeholders import ARTICLE_NAMES, names_in


def inspect_notice(
    source: Source, matter: NoticeMatter, notices: Mapping[str, Numbered], *, today: date
) -> Iterator[Fault]:
    """Yield what is wrong with a notice beside the `notices` there are."""
    if matter.day > today:
        yield Fault(source.path, source.line_of("day"), "day lies in the future")
    for name, _ in names_in(matter.signatory):
        if name not in ARTICLE_NAMES:
            sentence = f"{{{{ {name} }}}} is not a known placeholder"
            yield Fault(source.path, source.line_of("signatory"), sentence)
    if matter.lang == "fr":
        yield from _number(source, matter, notices)
        yield from _signatory(source, matter)
    yield from _links(source, matter, notices)


def _number(source: Source, matter: NoticeMatter, notices: Mapping[str, Numbered]) -> Iterator[Fault]:
    for slug, each in notices.items():
        if slug != matter.slug and each[:2] == matter.numbered[:2]:
            sentence = f"number: {matter.series} has a number {matter.number} already, {slug}"
            yield Fault(source.path, source.line_of("number"), sentence)
            return


def _signatory(source: Source, matter: NoticeMatter) -> Iterator[Fault]:
    if names_somebody(matter.signatory):
        sentence = "signatory looks like somebody’s name: write the function that signs"
        yield Fault(source.path, source.line_of("signatory"), sentence, stops=False, is_warning=True)


def _links(source: Source, matter: NoticeMatter, notices: Mapping[str, Numbered]) -> Iterator[Fault]:
    for key in ("supersedes", "reminds"):
        for number, slug in enumerate(getattr(matter, key)):
            line = source.line_of(key, number)
            if slug not in notices or slug == matter.slug:
                yield Fault(source.path, line, f"{key}: the notice {slug} does not exist")
            elif notices[slug].day > matter.day:
                yield Fault(source.path, line, f"{key}: {slug} is of a later day")
