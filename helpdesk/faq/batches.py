"""A load on its way: batches of texts rendered and stored, each in one transaction, then what is gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from helpdesk.db import AnyRow, transactional
from helpdesk.faq import storing
from helpdesk.faq.companions.files import store_files
from helpdesk.faq.companions.storing import store_companions
from helpdesk.faq.content.making import Maker, surroundings_of
from helpdesk.faq.content.source import Fault, Source
from helpdesk.faq.storing import Key, Stored, Wanted
from helpdesk.faq.synonyms.doors import follow_file
from helpdesk.faq.writing.files import store_folder_files
from helpdesk.faq.writing.rules import FOLDERS
from helpdesk.faq.writing.settling import Move, Settled, edited_since, note, put_fresh, touches
from helpdesk.faq.writing.texts import Paper
from helpdesk.web.assets import static_url
from helpdesk.web.markdown import Renderer, RenderFailed

AT_ONCE = 200
"""How many texts are in memory at once, and stored by one transaction."""


class Step(StrEnum):
    """What a load is doing."""

    READ = "read"
    RENDER = "render"
    INDEX = "index"


Progress = Callable[[Step, int, int, str], None]
"""Called with what is being done, how many files are done, of how many, and the name of the next."""


@dataclass(frozen=True)
class Batch:
    """A batch ready to be stored."""

    moves: Sequence[Move]
    wanted: Sequence[Wanted]


class Batches:
    """Bring the tables to what was settled, some texts at a time; `done` counts, `left` names what was left alone."""

    def __init__(self, settled: Settled, *, now: datetime, progress: Progress | None) -> None:
        self.done = Stored()
        self.left: list[Fault] = []
        self._settled = settled
        self._now = now
        self._progress = progress
        self._held = storing.list_held()
        self._hashes = {key: each.content_hash for key, each in self._held.items()}
        self._maker = Maker(surroundings_of(settled.content), static_url("icons.svg"))
        self._guides = settled.content.companions.guide_sources()
        self._seen = 0
        self._kept: set[Key] = set()

    def run(self, renderer: Renderer) -> list[Fault]:
        """Render and store everything; return the texts that cannot be rendered, after which nothing was stored."""
        broken: list[Fault] = []
        moves = self._settled.moves
        for start in range(0, len(moves), AT_ONCE):
            some = moves[start : start + AT_ONCE]
            sources = [self._settled.sources[each.held] for each in some if each.held is not None]
            batch = Batch(some, self._rendered(sources, renderer, broken))
            if not broken:
                self.done += self._taken_in(batch, is_first=start == 0)
        guides = self._rendered(self._guides, renderer, broken)
        if not broken:
            self.done += self._end(guides)
        return broken

    def _rendered(self, sources: Sequence[Source], renderer: Renderer, broken: list[Fault]) -> list[Wanted]:
        wanted: list[Wanted] = []
        for source in sources:
            self._tell(source)
            if getattr(source.matter, "status", "published") != "published":
                continue
            self._kept.add((source.matter.slug, source.matter.lang))
            try:
                wanted.append(self._maker.make(source, self._hashes, renderer))
            except RenderFailed as error:
                broken.append(Fault(source.path, source.body_line, str(error)))
        return wanted

    def _tell(self, source: Source) -> None:
        total = len(self._settled.content.sources) + len(self._guides)
        if self._progress:
            self._progress(Step.RENDER, self._seen, total, source.path.name)
        self._seen += 1

    def _taken_in(self, batch: Batch, *, is_first: bool) -> Stored:
        if is_first:
            return self._begin(batch)
        return self._store(batch) if self._differs(batch) else Stored(unchanged=len(batch.wanted))

    def _differs(self, batch: Batch) -> bool:
        """Tell whether anything must be written: nothing must, for nearly every batch of nearly every load."""
        return any(storing.differs(each, self._held) for each in batch.wanted) or any(
            touches(each, self._settled.papers) for each in batch.moves
        )

    @transactional
    def _begin(self, batch: Batch) -> Stored:
        """Store what articles lie in and show, with the first of them."""
        changed = storing.store_collections(self._settled.content.collections)
        store_folder_files(self._settled.content.files, now=self._now)
        done = self._store(batch)
        if changed and not done.added + done.changed:
            storing.count_generation(now=self._now)
        return done

    @transactional
    def _store(self, batch: Batch) -> Stored:
        edited = edited_since(batch.moves)
        come = put_fresh(batch.moves, self._settled.papers, now=self._now)
        moves = [
            each
            for each in batch.moves
            if (each.paper not in come if each.row is None else each.row.id not in edited)
        ]
        rows: list[AnyRow | Paper] = [*edited.values(), *come.values()]
        busy = {(row.slug, row.lang) for row in rows if row.kind in FOLDERS}
        self._kept |= busy
        self.left += [_left(self._settled.content.root / row.path) for row in rows]
        wanted = [each for each in batch.wanted if each.key not in busy]
        done = storing.store(wanted, self._held, now=self._now)
        note(moves, self._settled.papers, now=self._now)
        follow_file(moves, self._settled.papers, now=self._now)
        return done

    @transactional
    def _end(self, guides: Sequence[Wanted]) -> Stored:
        """Store what stands beside the articles, and take from the readers what is gone."""
        content, now = self._settled.content, self._now
        # Of two loads the second waits here, where it would write the same rows.
        storing.lock_state(now)
        done = storing.store(guides, self._held, now=now)
        gone = [each.id for key, each in self._held.items() if key not in self._kept and each.is_published]
        storing.unpublish(gone, now=now)
        if storing.keep_only_collections(content.collections):
            storing.count_generation(now=now)
        store_companions(content.companions.kept(), now=now)
        store_files(content.companions.files)
        return done + Stored(unpublished=len(gone))


def _left(path: Path) -> Fault:
    sentence = "somebody wrote in this text during the load: load again"
    return Fault(path, 1, sentence, stops=False, is_warning=True)
