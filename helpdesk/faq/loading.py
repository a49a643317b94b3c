"""Loading content/: check everything, render what changed, store it batch by batch, index it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.faq import indexing
from helpdesk.faq.batches import Batches, Progress, Step
from helpdesk.faq.content.blocks import include
from helpdesk.faq.content.checking import Checker
from helpdesk.faq.content.folder import Content, Reading, read_content
from helpdesk.faq.content.leading import GLOSSARY_ADDRESS, Anchors, dead_anchors
from helpdesk.faq.content.source import Fault, address_of
from helpdesk.faq.notices.citing import cite, names_of
from helpdesk.faq.placeholders import fill, values_for
from helpdesk.faq.readers.queries import list_names
from helpdesk.faq.readers.rules import entry_of
from helpdesk.faq.synonyms.doors import ensure_text
from helpdesk.faq.writing.room import file_names, leads_somewhere
from helpdesk.faq.writing.settling import Conflict, settle
from helpdesk.sepa.codes import all_codes
from helpdesk.web.i18n import LANGUAGES
from helpdesk.web.markdown import Renderer, RenderFailed


class BadContent(Refused):
    """The folder has faults; `stored` articles came before the first that cannot be rendered, mostly none."""

    def __init__(self, faults: Sequence[Fault], stored: int = 0) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
        self.stored = stored


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
    content = read_content(folder, _reading(progress))
    checker = _checker(content, now)
    faults = _checked(checker)
    faulty = {fault.path for fault in faults if fault.stops}
    values = {lang: values_for(settings(), lang) for lang in LANGUAGES}
    blocks, headings = content.block_texts(), dict[Path, frozenset[str]]()
    notices = names_of(content.notices())
    with Renderer() as renderer:
        for number, source in enumerate(content.sources):
            if progress:
                progress(Step.RENDER, number, len(content.sources), source.path.name)
            lang = source.matter.lang
            if source.path in faulty:
                continue
            try:
                text = fill(cite(include(source.body, blocks[lang]), notices[lang]), values[lang])
                rendered = renderer.render(text, lang=lang)
            except RenderFailed as error:
                faults.append(Fault(source.path, source.body_line, str(error)))
                continue
            except KeyError:
                # A block it holds names what does not exist: the block’s own fault says so.
                continue
            headings[source.path] = frozenset(each.id for each in rendered.toc)
    return sorted(
        [*faults, *_dead_anchors(content, headings), *checker.advice(), *content.companions.advice()]
    )


def _dead_anchors(content: Content, headings: Mapping[Path, frozenset[str]]) -> Iterator[Fault]:
    terms = frozenset(each.slug for each in content.companions.glossary)
    anchors: Anchors = {(GLOSSARY_ADDRESS, lang): terms for lang in LANGUAGES} | {
        (address_of(each.matter), each.matter.lang): headings[each.path]
        for each in content.sources
        if each.path in headings
    }
    for source in content.sources:
        if source.path in headings:
            yield from dead_anchors(source, headings[source.path], anchors)
    for block in content.blocks:
        yield from dead_anchors(block, None, anchors)


def load_content(folder: Path, *, now: datetime, progress: Progress | None = None) -> Loaded:
    """Bring the database to what the folder says; raise BadContent, and change nothing, if a check finds faults.

    Batches of files are rendered and stored, each in one transaction: a load that is killed goes on at the next
    start, since files that are unchanged are not rendered again. The first text that cannot be rendered ends the
    storing; what was stored before it stays. Articles whose file is gone are unpublished: their votes stay. What
    was written in the browser since is left alone, and so is what changed on both sides.
    """
    ensure_text(now=now)
    settled = settle(read_content(folder, _reading(progress)))
    checker = _checker(settled.content, now, sent=file_names(), drafts=settled.drafts)
    faults = _checked(checker)
    if any(fault.stops for fault in faults):
        raise BadContent(faults)
    batches = Batches(settled, now=now, progress=progress)
    with Renderer() as renderer:
        broken = batches.run(renderer)
    if broken:
        raise BadContent(broken, batches.done.added + batches.done.changed)
    if progress:
        progress(Step.INDEX, 0, 1, "")
    indexing.refresh_index(now=now)
    done, warnings = batches.done, [*faults, *batches.left]
    return Loaded(done.added, done.changed, done.unchanged, done.unpublished, warnings, settled.conflicts)


def _reading(progress: Progress | None) -> Reading | None:
    return partial(progress, Step.READ) if progress else None


def _checked(checker: Checker) -> list[Fault]:
    content = checker.content
    taken = frozenset(each.matter.slug for each in content.sources)
    companions = content.companions.found(content.slugs() - content.drafts(), taken)
    return sorted([*checker.faults(), *companions])


def _checker(
    content: Content,
    now: datetime,
    *,
    sent: frozenset[str] = frozenset(),
    drafts: frozenset[str] = frozenset(),
) -> Checker:
    """Return what checks a folder; of files that are `sent` and of these `drafts` only the browser knows."""
    codes = _organisations(content)
    return Checker(content, local(now).date(), frozenset(all_codes()), leads_somewhere, sent, codes, drafts)


def _organisations(content: Content) -> frozenset[str] | None:
    """Return the codes of organisations that articles name and that exist; None where no database knows."""
    named = {
        entry.code for _, matter in content.articles() for entry in map(entry_of, matter.readers) if entry
    }
    try:
        return frozenset(list_names(named - {""}))
    except SQLAlchemyError:
        # Who writes articles may have no installation, or one whose database is away or has no tables yet.
        db.session.rollback()
        return None
