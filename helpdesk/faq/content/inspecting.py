"""One text looked at beside what else exists: by `content check` for files, and in the browser as one types."""

import re
from collections.abc import Iterator
from datetime import date

from helpdesk.core.topics import TOPICS
from helpdesk.faq.content.blocks import Block, block_name
from helpdesk.faq.content.fences import outside_fences
from helpdesk.faq.content.known import Known
from helpdesk.faq.content.leading import wrong_links
from helpdesk.faq.content.links import targets_in
from helpdesk.faq.content.source import FEWEST_ALIASES, TOO_FEW_ALIASES, ArticleMatter, Fault, PageMatter, Source
from helpdesk.faq.content.lines import as_lines, line_at
from helpdesk.faq.content.wording import list_found
from helpdesk.faq.notices.checking import inspect_notice
from helpdesk.faq.notices.citing import cited_by
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.placeholders import ARTICLE_NAMES, PAGE_NAMES, names_in, stray_signs
from helpdesk.faq.readers.rules import entry_of
from helpdesk.faq.rules import is_expired
from helpdesk.web.markdown.days import day_of

EVENT = re.compile(r"[ \t]*!!! ?event\b([^\"]*)")
TITLE_IN_BODY = re.compile(r"#[ \t]+\S")


def inspect(source: Source, known: Known) -> Iterator[Fault]:
    """Yield everything that is wrong with one article or page; its file’s name is not looked at."""
    matter = source.matter
    if matter.reviewed_on and matter.reviewed_on > known.today:
        yield Fault(source.path, source.line_of("reviewed_on"), "reviewed_on lies in the future")
    yield from _text(source, known)
    if isinstance(matter, ArticleMatter):
        yield from _article(source, matter, known)
    if isinstance(matter, NoticeMatter):
        yield from _related(source, matter, known)
        yield from inspect_notice(source, matter, known.notices, today=known.today)


def inspect_block(block: Block, known: Known) -> Iterator[Fault]:
    """Yield everything that is wrong with a block; it may hold no other block."""
    for name, at in names_in(block.body):
        if block_name(name) is not None:
            yield Fault(block.path, line_at(block.body, at), _no_placeholder(name))
        elif not known.is_named(name, ARTICLE_NAMES):
            yield Fault(block.path, line_at(block.body, at), _unknown_name(name))
    yield from (
        Fault(block.path, line, sentence)
        for line, sentence in (*_signs(block.body), *wrong_links(block.body, known), *_wording(block.body))
    )


def _text(source: Source, known: Known) -> Iterator[Fault]:
    names = PAGE_NAMES if isinstance(source.matter, PageMatter) else ARTICLE_NAMES
    for name, _ in names_in(source.matter.summary):
        if name not in names:
            yield Fault(source.path, source.line_of("summary"), _no_placeholder(name))
    before = source.body_line - 1
    for name, at in names_in(source.body):
        if not known.is_named(name, names):
            yield Fault(source.path, before + line_at(source.body, at), _unknown_name(name))
    for line, sentence in (*_signs(source.body), *wrong_links(source.body, known)):
        yield Fault(source.path, before + line, sentence)
    yield from _events(source, known.today)
    for line, sentence in _wording(as_lines(source.text)):
        yield Fault(source.path, line, sentence)


def _events(source: Source, today: date) -> Iterator[Fault]:
    for number, text in outside_fences(source.body):
        found = EVENT.match(text)
        if found is None:
            continue
        line = source.body_line - 1 + number
        day = next(filter(None, map(day_of, found[1].split())), None)
        if day is None:
            yield Fault(source.path, line, 'an event names its day: !!! event 2026-12-03 "Title"')
        elif day < today:
            yield Fault(source.path, line, f"the event of {day} is over", stops=False, is_warning=True)


def _unknown_name(name: str) -> str:
    block, notice = block_name(name), cited_by(name)
    if block is not None:
        return f"the block {block!r} does not exist"
    if notice is not None:
        return f"the notice {notice!r} does not exist"
    return _no_placeholder(name)


def _no_placeholder(name: str) -> str:
    return f"{{{{ {name} }}}} is not a known placeholder"


def _signs(text: str) -> Iterator[tuple[int, str]]:
    for at in stray_signs(text):
        yield line_at(text, at), "braces here are neither text nor a placeholder"
    for number, line in outside_fences(text):
        if TITLE_IN_BODY.match(line):
            yield number, "a heading of level 1: the title is one already"


def _wording(text: str) -> Iterator[tuple[int, str]]:
    return ((line_at(text, at), sentence) for at, sentence in list_found(text))


def _article(source: Source, matter: ArticleMatter, known: Known) -> Iterator[Fault]:
    path = source.path
    if matter.collection not in known.collections:
        yield Fault(path, source.line_of("collection"), f"the collection {matter.collection} is unknown")
    if matter.category not in TOPICS:
        yield Fault(path, source.line_of("category"), f"the category {matter.category} is unknown")
    if not is_topic(matter.ticket_category):
        line = source.line_of("ticket_category")
        yield Fault(path, line, f"the ticket_category {matter.ticket_category} is unknown")
    if len(matter.aliases) < FEWEST_ALIASES:
        line, stops = source.line_of("aliases"), known.is_for_readers
        yield Fault(path, line, TOO_FEW_ALIASES, stops=stops, is_warning=not stops)
    yield from _related(source, matter, known)
    yield from _reason_codes(source, matter, known)
    yield from _dates(source, matter, known.today)
    yield from _readers(source, matter, known)
    yield from _variant(source, matter, known)
    yield from _promise(source, matter, known.today)


def _related(source: Source, matter: ArticleMatter | NoticeMatter, known: Known) -> Iterator[Fault]:
    for number, slug in enumerate(matter.related):
        why = "does not exist" if slug == matter.slug else known.why_not(slug)
        if why:
            yield Fault(source.path, source.line_of("related", number), f"related: {slug} {why}")


def _reason_codes(source: Source, matter: ArticleMatter, known: Known) -> Iterator[Fault]:
    for number, code in enumerate(matter.reason_codes):
        if code not in known.reason_codes:
            line = source.line_of("reason_codes", number)
            yield Fault(source.path, line, f"the reason code {code} is unknown")


def _readers(source: Source, matter: ArticleMatter, known: Known) -> Iterator[Fault]:
    for number, text in enumerate(matter.readers):
        entry = entry_of(text)
        unknown = known.organisations is not None and entry is not None and entry.code not in known.organisations
        if unknown and entry is not None and entry.code:
            line = source.line_of("readers", number)
            yield Fault(source.path, line, f"readers: no organisation has the code {entry.code}", stops=False)
    if matter.readers:
        return
    for target in targets_in(source.body):
        if target.path.removeprefix("/faq/") in known.kept:
            line = source.body_line - 1 + line_at(source.body, target.at)
            sentence = f"the link {target.path} leads to an article that is not for everybody"
            yield Fault(source.path, line, sentence, stops=False, is_warning=True)


def _dates(source: Source, matter: ArticleMatter, today: date) -> Iterator[Fault]:
    if matter.valid_from and matter.valid_until and matter.valid_from > matter.valid_until:
        yield Fault(source.path, source.line_of("valid_until"), "valid_until comes before valid_from")
    if is_expired(matter.valid_until, today):
        line = source.line_of("valid_until")
        yield Fault(source.path, line, f"the article has expired on {matter.valid_until}", stops=False)


def _variant(source: Source, matter: ArticleMatter, known: Known) -> Iterator[Fault]:
    for name in ("variant_of", "replaced_by"):
        slug = getattr(matter, name)
        why = "does not exist" if slug == matter.slug else known.why_not(slug) if slug else ""
        if why:
            yield Fault(source.path, source.line_of(name), f"{name}: {slug} {why}")
    if matter.variant_of and not matter.variant:
        yield Fault(source.path, source.line_of("variant_of"), "variant must say for whom this article is")
    if matter.stages and not matter.variant:
        yield Fault(source.path, source.line_of("stages"), "stages are those of a variant: variant must name it")
    for number, stage in enumerate(matter.stages):
        if stage not in known.stages:
            yield Fault(source.path, source.line_of("stages", number), f"stages: {stage} does not exist")
    for name, _ in names_in(matter.provider + matter.promise):
        if name not in ARTICLE_NAMES:
            yield Fault(source.path, source.line_of("promise"), _no_placeholder(name))


def _promise(source: Source, matter: ArticleMatter, today: date) -> Iterator[Fault]:
    if not matter.promise:
        if matter.promise_due_on or matter.promise_kept_on:
            yield Fault(source.path, source.line_of("promise_due_on"), "promise must say what was promised")
        return
    if matter.promise_kept_on and matter.promise_kept_on > today:
        yield Fault(source.path, source.line_of("promise_kept_on"), "promise_kept_on lies in the future")
    if matter.promise_due_on and matter.promise_due_on < today and not matter.promise_kept_on:
        line = source.line_of("promise_due_on")
        yield Fault(source.path, line, f"the promise was due on {matter.promise_due_on}", stops=False)


def is_topic(name: str) -> bool:
    """Tell whether `name` is a category, or a category and one of its sub-categories."""
    slug, _, sub = name.partition("/")
    if slug not in TOPICS:
        return False
    return not sub or any(each.slug == sub for each in TOPICS[slug].subtopics)
