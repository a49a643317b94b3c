"""Two doors to one room: files that come in are weighed against what was written here since the last time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from helpdesk.db import AnyRow, db, insert_all
from helpdesk.faq.content.blocks import Block
from helpdesk.faq.content.folder import Content
from helpdesk.faq.content.source import Fault, Source
from helpdesk.faq.writing.history import Line, keep_first, keep_revision
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import GONE_FILE, Door, Event, Kind, State, which_door
from helpdesk.faq.writing.texts import Paper, papers_in, read

BATCH = 500

_LIGHT = select(
    Manuscript.id,
    Manuscript.path,
    Manuscript.kind,
    Manuscript.slug,
    Manuscript.lang,
    Manuscript.state,
    Manuscript.text_hash,
    Manuscript.file_hash,
    Manuscript.export_hash,
    Manuscript.export_folder,
    Manuscript.file_text.is_not(None).label("is_open"),
)
"""All that is needed to weigh a text, without the text itself: there may be thousands."""


@dataclass(frozen=True)
class Move:
    """What becomes of one text: the file there is, the row there is, and which of the two is followed."""

    door: Door
    paper: Paper | None
    row: AnyRow | None


@dataclass(frozen=True)
class Conflict:
    """A text that was changed on both sides; `file` is empty where the file was removed."""

    path: str
    room: str
    file: str


@dataclass(frozen=True)
class Settled:
    """What a folder and the room give together: the content that readers will see, and what must be noted."""

    content: Content
    moves: Sequence[Move]
    conflicts: Sequence[Conflict]


def settle(content: Content) -> Settled:
    """Weigh every file of a folder against the room. Changes nothing."""
    moves = list(_moves(content))
    papers = [move.paper for move in moves if move.paper is not None and _follows_file(move)]
    kept = [move for move in moves if move.row is not None and not _follows_file(move)]
    sources = [paper.source for paper in papers if paper.source is not None]
    blocks = [paper.block for paper in papers if paper.block is not None]
    faults = list(content.faults)
    for understood in _live_texts(content.root, kept):
        match understood:
            case Source():
                sources.append(understood)
            case Block():
                blocks.append(understood)
            case _:
                faults += understood
    together = replace(content, sources=sources, blocks=blocks, faults=faults)
    return Settled(together, moves, list(_conflicts(moves)))


def _follows_file(move: Move) -> bool:
    """Tell whether readers will see the file: it won, or it says what is public here already."""
    if move.door is Door.FILE:
        return True
    return move.door is Door.SAME and move.paper is not None


def _moves(content: Content) -> Iterator[Move]:
    rows = {(row.kind, row.slug, row.lang): row for row in db.session.execute(_LIGHT)}
    folder = str(content.root.resolve())
    for paper in papers_in(content):
        row = rows.pop(paper.key, None)
        yield Move(Door.FILE if row is None else _door(paper, row, folder), paper, row)
    for row in rows.values():
        yield Move(_door(None, row, folder), None, row)


def _door(paper: Paper | None, row: AnyRow, folder: str) -> Door:
    exported = row.export_hash if row.export_folder == folder else ""
    room = None if row.state is State.ARCHIVED else row.text_hash
    return which_door(None if paper is None else paper.hash, room, row.file_hash, exported)


def _live_texts(root: Path, kept: Sequence[Move]) -> Iterator[Source | Block | list[Fault]]:
    """Yield what readers see of the texts for which no file is followed."""
    ids = [move.row.id for move in kept if move.row is not None and move.door is not Door.GONE]
    for row in in_batches(ids):
        if row.live_text is not None and row.kind is not Kind.ORDER:
            yield read(row.path, row.live_text, root)


def in_batches(ids: Sequence[int]) -> Iterator[Manuscript]:
    """Yield the texts with these ids, some hundreds at a time."""
    for start in range(0, len(ids), BATCH):
        wanted = Manuscript.id.in_(ids[start : start + BATCH])
        yield from db.session.scalars(select(Manuscript).where(wanted).order_by(Manuscript.path)).all()


def _conflicts(moves: Sequence[Move]) -> Iterator[Conflict]:
    found = {move.row.id: move for move in moves if move.row is not None and move.door is Door.CONFLICT}
    for row in in_batches(list(found)):
        paper = found[row.id].paper
        yield Conflict(row.path, row.text, paper.text if paper else "")


def note(settled: Settled, *, now: datetime) -> None:
    """Write down what became of each text; part of the caller's use case."""
    fresh = [move.paper for move in settled.moves if move.row is None and move.paper is not None]
    for start in range(0, len(fresh), BATCH):
        insert_all([_fresh(paper, now) for paper in fresh[start : start + BATCH]])
    touched = {move.row.id: move for move in settled.moves if move.row is not None and _touches(move)}
    for row in in_batches(list(touched)):
        _note(row, touched[row.id], now)


def _touches(move: Move) -> bool:
    """Tell whether the row must be opened at all: nearly none is, at nearly every load."""
    row, paper = move.row, move.paper
    assert row is not None
    if row.is_open or move.door in {Door.FILE, Door.GONE, Door.CONFLICT}:
        return True
    if paper is None or move.door is Door.ROOM:
        return False
    return (row.file_hash, row.path, row.state) != (paper.hash, paper.path, paper.state)


def _note(row: Manuscript, move: Move, now: datetime) -> None:
    paper, was = move.paper, row.file_text
    row.file_text = None
    if move.door is Door.CONFLICT:
        row.file_text = paper.text if paper else ""
    elif move.door is Door.GONE:
        keep_first(row)
        row.state, row.public_text, row.file_hash = State.ARCHIVED, None, GONE_FILE
        keep_revision(row, Line(Event.ARCHIVED), now=now)
    elif paper is not None and _follows_file(move):
        _follow(row, paper, now)
    if row.file_text != was or move.door is not Door.CONFLICT:
        row.version += 1


def _follow(row: Manuscript, paper: Paper, now: datetime) -> None:
    changed = row.text_hash != paper.hash or row.state is not paper.state
    if changed:
        keep_first(row)
    for name, value in _facts(paper).items():
        setattr(row, name, value)
    row.file_hash = paper.hash
    if changed:
        row.public_text = row.publish_at = row.author_id = None
        row.updated_at = now
        keep_revision(row, Line(Event.LOADED), now=now)


def _fresh(paper: Paper, now: datetime) -> Manuscript:
    return Manuscript(**_facts(paper), file_hash=paper.hash, updated_at=now)


def _facts(paper: Paper) -> Mapping[str, object]:
    return {
        "path": paper.path,
        "kind": paper.kind,
        "slug": paper.slug,
        "lang": paper.lang,
        "state": paper.state,
        "title": paper.title,
        "collection": paper.collection,
        "owner": paper.owner,
        "reviewed_on": paper.reviewed_on,
        "text": paper.text,
        "text_hash": paper.hash,
    }
