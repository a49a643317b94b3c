"""Two doors to one room: files that come in are weighed against what was written here since the last time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from helpdesk.core.pile import Pile
from helpdesk.db import AnyRow, db, insert_all_unless_taken
from helpdesk.faq.content.blocks import Block
from helpdesk.faq.content.folder import Content
from helpdesk.faq.content.source import Fault, Source
from helpdesk.faq.writing.history import Line, keep_first, keep_revision
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import GONE_FILE, LISTS, Door, Event, Kind, State, which_door
from helpdesk.faq.writing.texts import Paper, Papers, read

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
    Manuscript.version,
    Manuscript.file_text.is_not(None).label("is_open"),
)
"""All that is needed to weigh a text, without the text itself: there may be thousands."""


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one text: the number of its file's paper, the row there is, and which of the two is followed.

    `held` is the number of the source that holds from now on, the file’s or the room’s; None for a block, or where
    nothing is left.
    """

    door: Door
    paper: int | None
    row: AnyRow | None
    held: int | None = None


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
    papers: Papers
    sources: Pile[Source]
    """Of the folder and of the room, those too that are not followed."""
    drafts: frozenset[str]
    """Slugs of the articles of the room that no reader sees yet, where no file is followed: `content` lacks them."""


def settle(content: Content) -> Settled:
    """Weigh every file of a folder against the room. Changes nothing."""
    papers = Papers(content)
    weighed = list(_moves(content.root, papers))
    conflicts = Pile(_conflicts(weighed, papers))
    drafts, live = set[str](), _live_texts(content.root, weighed)
    sources, faults = content.sources, list(content.faults)
    numbers: dict[int, int] = {}
    followed = (papers[move.paper] for move in weighed if move.paper is not None and _follows_file(move))
    blocks = [paper.block for paper in followed if paper.block is not None]
    for row_id, understood in live:
        match understood:
            case Source():
                numbers[row_id] = sources.append(understood)
            case Block():
                blocks.append(understood)
            case str():
                drafts.add(understood)
            case _:
                faults += understood
    moves = [_with_held(move, papers, numbers) for move in weighed]
    chosen = [move.held for move in moves if move.held is not None]
    together = replace(content, sources=sources.chosen(chosen), blocks=blocks, faults=faults)
    return Settled(together, moves, conflicts, papers, sources, frozenset(drafts))


def _with_held(move: Move, papers: Papers, numbers: Mapping[int, int]) -> Move:
    if move.paper is not None and _follows_file(move):
        return replace(move, held=move.paper if papers.is_source(move.paper) else None)
    return move if move.row is None else replace(move, held=numbers.get(move.row.id))


def _follows_file(move: Move) -> bool:
    """Tell whether readers will see the file: it won, or it says what is public here already."""
    return move.paper is not None and move.door in {Door.FILE, Door.SAME}


def _moves(root: Path, papers: Papers) -> Iterator[Move]:
    rows = {(row.kind, row.slug, row.lang): row for row in db.session.execute(_LIGHT)}
    folder = str(root.resolve())
    for number, paper in enumerate(papers):
        row = rows.pop(paper.key, None)
        yield Move(Door.FILE if row is None else _door(paper, row, folder), number, row)
    for row in rows.values():
        yield Move(_door(None, row, folder), None, row)


def _door(paper: Paper | None, row: AnyRow, folder: str) -> Door:
    exported = row.export_hash if row.export_folder == folder else ""
    room = None if row.state is State.ARCHIVED else row.text_hash
    return which_door(None if paper is None else paper.hash, room, row.file_hash, exported)


def _live_texts(
    root: Path, moves: Sequence[Move]
) -> Iterator[tuple[int, Source | Block | list[Fault] | str]]:
    """Yield what readers see of the texts for which no file is followed, by the ids of their rows.

    Of an article that they do not see yet it is its slug.
    """
    kept = [move for move in moves if move.row is not None and not _follows_file(move)]
    for row in in_batches(
        [move.row.id for move in kept if move.row is not None and move.door is not Door.GONE]
    ):
        if row.live_text is not None and row.kind not in LISTS:
            yield row.id, read(row.path, row.live_text, root)
        elif row.kind is Kind.ARTICLE and row.state is not State.ARCHIVED:
            yield row.id, row.slug


def in_batches(ids: Sequence[int]) -> Iterator[Manuscript]:
    """Yield the texts with these ids, some hundreds at a time."""
    for start in range(0, len(ids), BATCH):
        wanted = Manuscript.id.in_(ids[start : start + BATCH])
        yield from db.session.scalars(select(Manuscript).where(wanted).order_by(Manuscript.path)).all()


def _conflicts(moves: Sequence[Move], papers: Papers) -> Iterator[Conflict]:
    found = {move.row.id: move for move in moves if move.row is not None and move.door is Door.CONFLICT}
    for row in in_batches(list(found)):
        number = found[row.id].paper
        yield Conflict(row.path, row.text, "" if number is None else papers[number].text)


def edited_since(moves: Iterable[Move]) -> Mapping[int, AnyRow]:
    """Return the texts that somebody wrote in since they were weighed, by id: nothing of them is touched.

    Nobody writes in the others until the end of the caller's use case.
    """
    seen = {move.row.id: move.row for move in moves if move.row is not None}
    rows = db.session.execute(
        select(Manuscript.id, Manuscript.version)
        .where(Manuscript.id.in_(seen))
        .order_by(Manuscript.id)
        .with_for_update()
    )
    return {row.id: seen[row.id] for row in rows if row.version != seen[row.id].version}


def put_fresh(moves: Iterable[Move], papers: Papers, *, now: datetime) -> Mapping[int, Paper]:
    """Keep the texts that were not there; return by number those that another load or an editor put there since.

    They are found by the insertion itself: whatever is looked up before may be outdated by then.
    """
    numbers = [move.paper for move in moves if move.row is None and move.paper is not None]
    fresh = {number: papers[number] for number in numbers}
    put = insert_all_unless_taken([_fresh(paper, now) for paper in fresh.values()], Manuscript.path)
    return {number: paper for number, paper in fresh.items() if paper.path not in put}


def note(moves: Sequence[Move], papers: Papers, *, now: datetime) -> None:
    """Write down what became of texts that were there; part of the caller's use case."""
    touched = {move.row.id: move for move in moves if move.row is not None and touches(move, papers)}
    for row in in_batches(list(touched)):
        number = touched[row.id].paper
        _note(row, touched[row.id], None if number is None else papers[number], now)


def touches(move: Move, papers: Papers) -> bool:
    """Tell whether the row must be opened at all: nearly none is, at nearly every load."""
    row = move.row
    if row is None or row.is_open or move.door in {Door.FILE, Door.GONE, Door.CONFLICT}:
        return True
    if move.paper is None or move.door is Door.ROOM:
        return False
    paper = papers[move.paper]
    return bool((row.file_hash, row.path, row.state) != (paper.hash, paper.path, paper.state))


def _note(row: Manuscript, move: Move, paper: Paper | None, now: datetime) -> None:
    was = row.file_text
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
