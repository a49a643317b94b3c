"""Loading content/: check everything, render what changed, store it in one transaction, index it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.errors import Refused
from helpdesk.db import transactional
from helpdesk.faq import indexing, queries, storing
from helpdesk.faq.companions.files import store_files
from helpdesk.faq.companions.storing import store_companions
from helpdesk.faq.content.blocks import include
from helpdesk.faq.content.checking import Checker
from helpdesk.faq.content.folder import Content, read_content
from helpdesk.faq.content.inspecting import Anchors, dead_anchors
from helpdesk.faq.content.making import Maker, Surroundings, surroundings_of
from helpdesk.faq.content.source import Fault, Source, address_of
from helpdesk.faq.placeholders import fill, values_for
from helpdesk.faq.storing import Stored, Wanted
from helpdesk.faq.writing.files import store_folder_files
from helpdesk.faq.writing.room import file_names, leads_somewhere
from helpdesk.faq.writing.settling import Conflict, Settled, note, settle
from helpdesk.sepa.codes import all_codes
from helpdesk.web.assets import static_url
from helpdesk.web.i18n import LANGUAGES
from helpdesk.web.markdown import Renderer, RenderFailed

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, of how many, and the name of the next."""


class BadContent(Refused):
    """The folder has faults, and nothing of it was loaded."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Loaded:
    """What a load did; `warnings` do not stop it, and what is in conflict was left as it was."""

    added: int
    changed: int
    unchanged: int
    unpublished: int
    warnings: list[Fault]
    conflicts: Sequence[Conflict] = ()


def check_content(folder: Path, *, now: datetime, progress: Progress | None = None) -> list[Fault]:
    """Return every fault of a content folder, those that only rendering shows included, and warnings."""
    content = read_content(folder)
    checker = _checker(content, now)
    faults = _checked(content, now)
    faulty = {fault.path for fault in faults if fault.stops}
    values = {lang: values_for(settings(), lang) for lang in LANGUAGES}
    blocks, headings = content.block_texts(), dict[Path, frozenset[str]]()
    with Renderer() as renderer:
        for source in _each(content.sources, progress):
            lang = source.matter.lang
            if source.path in faulty:
                continue
            try:
                text = fill(include(source.body, blocks[lang]), values[lang])
                rendered = renderer.render(text, lang=lang)
            except RenderFailed as error:
                faults.append(Fault(source.path, source.body_line, str(error)))
                continue
            headings[source.path] = frozenset(each.id for each in rendered.toc)
    return sorted([*faults, *_dead_anchors(content, headings), *checker.advice()])


def _dead_anchors(content: Content, headings: Mapping[Path, frozenset[str]]) -> Iterator[Fault]:
    sound = [each for each in content.sources if each.path in headings]
    anchors: Anchors = {(address_of(each.matter), each.matter.lang): headings[each.path] for each in sound}
    for source in sound:
        yield from dead_anchors(source, headings[source.path], anchors)


def load_content(folder: Path, *, now: datetime, progress: Progress | None = None) -> Loaded:
    """Bring the database to what the folder says; raise BadContent, and change nothing, if it has faults.

    Files that are unchanged are not rendered again. Articles whose file is gone are unpublished: their
    votes stay. What was written in the browser since is left alone, and so is what changed on both sides.
    """
    settled = settle(read_content(folder))
    content = settled.content
    faults = _checked(content, now, file_names())
    if any(fault.stops for fault in faults):
        raise BadContent(faults)
    sources = [*content.public_sources(), *content.companions.guide_sources()]
    wanted, broken = _render(sources, surroundings_of(content), progress)
    if broken:
        raise BadContent(broken)
    done = _take_in(settled, wanted, now=now)
    indexing.refresh_index(now=now)
    return Loaded(done.added, done.changed, done.unchanged, done.unpublished, faults, settled.conflicts)


@transactional
def _take_in(settled: Settled, wanted: Sequence[Wanted], *, now: datetime) -> Stored:
    done = storing.store(settled.content.collections, wanted, now=now)
    store_companions(settled.content.companions.kept(), now=now)
    store_files(settled.content.companions.files)
    store_folder_files(settled.content.files, now=now)
    note(settled, now=now)
    return done


def _checked(content: Content, now: datetime, sent: frozenset[str] = frozenset()) -> list[Fault]:
    slugs = frozenset(matter.slug for _, matter in content.articles())
    return sorted([*_checker(content, now, sent).faults(), *content.companions.found(slugs)])


def _checker(content: Content, now: datetime, sent: frozenset[str] = frozenset()) -> Checker:
    """Return what checks a folder; `sent` are files that articles may show and that only the browser knows."""
    return Checker(content, local(now).date(), frozenset(all_codes()), leads_somewhere, sent)


def _render(
    sources: Sequence[Source], around: Surroundings, progress: Progress | None
) -> tuple[list[Wanted], list[Fault]]:
    wanted: list[Wanted] = []
    broken: list[Fault] = []
    held = queries.content_hashes()
    maker = Maker(around, static_url("icons.svg"))
    with Renderer() as renderer:
        for source in _each(sources, progress):
            try:
                wanted.append(maker.make(source, held, renderer))
            except RenderFailed as error:
                broken.append(Fault(source.path, source.body_line, str(error)))
    return wanted, broken


def _each(sources: Sequence[Source], progress: Progress | None) -> Iterator[Source]:
    for number, source in enumerate(sources):
        if progress:
            progress(number, len(sources), source.path.name)
        yield source
