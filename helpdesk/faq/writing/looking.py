"""Looking at a text before readers do: the very checks of `content check`, and the very renderer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.faq.content.blocks import Block
from helpdesk.faq.content.inspecting import inspect, inspect_block
from helpdesk.faq.content.leading import Anchors, anchors_in, dead_anchors
from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.making import Maker
from helpdesk.faq.content.source import FRONT_MATTER, LONGEST_FILE, Fault, Source
from helpdesk.faq.notices.citing import cite
from helpdesk.faq.notices.queries import called_notices
from helpdesk.faq.placeholders import fill, values_for
from helpdesk.faq.writing import room
from helpdesk.faq.writing.incomplete import understand_half
from helpdesk.faq.writing.matter import KEYS
from helpdesk.faq.writing.rules import LONGEST_BODY
from helpdesk.faq.writing.texts import read
from helpdesk.web.assets import static_url
from helpdesk.web.markdown import Rendered, Renderer, RenderFailed

NAMED = re.compile(r"(\w+)(?:\.\d+)*(?: is missing| must | needs |:)")
BODY = "body"
"""Stands for the text itself where faults are told key by key."""


@dataclass(frozen=True)
class Looked:
    """What was seen of a text: what is wrong with it, and how readers would see it, if it can be rendered."""

    text: str
    understood: Source | Block | None
    faults: Sequence[Fault]
    rendered: Rendered | None = None

    @property
    def is_sound(self) -> bool:
        """Tell whether it may be public."""
        return self.understood is not None and not any(each.stops for each in self.faults)

    @cached_property
    def by_key(self) -> dict[str, list[str]]:
        """The faults by the key of the front matter they stand in, those of the text under `body`."""
        found: dict[str, list[str]] = {}
        for fault in self.faults:
            key = key_named(fault.sentence) or key_at(self.text, fault.line)
            found.setdefault(key, []).append(fault.sentence)
        return found


def look_at(path: str, text: str, *, now: datetime) -> Looked:
    """Check and render a text that would lie at `path`; it may call itself by its own slug."""
    if len(text) > LONGEST_FILE:
        return Looked(
            text, None, [Fault(Path(path), 1, f"the text is longer than {LONGEST_BODY // 1024} kB")]
        )
    understood = read(path, text)
    if isinstance(understood, list):
        return _faulty(path, text, understood, now)
    if isinstance(understood, Block):
        return _block(understood, now)
    look = _sound(text, understood, now)
    return replace(look, faults=[*_other_name(understood), *look.faults])


def _faulty(path: str, text: str, faults: Sequence[Fault], now: datetime) -> Looked:
    """Look at a text whose front matter is wrong: what it says below can be checked and shown all the same."""
    collection = next((each.slug for each in room.collections()), "")
    half = understand_half(Path(path), text, today=local(now).date(), collection=collection)
    if half is None:
        return Looked(text, None, faults)
    source, wrong = half
    look = _sound(text, source, now)
    further = [each for each in look.faults if key_named(each.sentence) not in wrong]
    return Looked(text, None, [*faults, *further], look.rendered)


def _sound(text: str, understood: Source, now: datetime) -> Looked:
    known = room.known(now, also=frozenset({understood.matter.slug}))
    faults = list(inspect(understood, known))
    rendered, problem = _render(understood)
    if problem:
        faults.append(Fault(understood.path, understood.body_line, problem))
    if rendered is not None:
        own = frozenset(each.id for each in rendered.toc)
        faults += dead_anchors(understood, own, _anchors_for(understood))
    return Looked(text, understood, faults, rendered)


def _anchors_for(text: Source | Block) -> Anchors:
    return room.anchors_of(path for path, _, _ in anchors_in(text.body) if path)


def _other_name(source: Source) -> Iterator[Fault]:
    """A text that called itself by another’s name would be shown in its place."""
    matter, (slug, _, lang) = source.matter, source.path.name.removesuffix(".md").partition(".")
    if matter.slug != slug:
        sentence = f"the slug {matter.slug} differs from the file’s name"
        yield Fault(source.path, source.line_of("slug"), sentence)
    if matter.lang != (lang or "fr"):
        sentence = f"lang is {matter.lang}, the file’s name says {lang or 'fr'}"
        yield Fault(source.path, source.line_of("lang"), sentence)


def _block(block: Block, now: datetime) -> Looked:
    faults = list(inspect_block(block, room.known(now)))
    faults += dead_anchors(block, None, _anchors_for(block))
    if any(fault.stops for fault in faults):
        return Looked(block.text, block, faults)
    try:
        text = cite(block.body, called_notices()[block.lang])
        rendered = _rendered(fill(text, values_for(settings(), block.lang)), block.lang)
    except RenderFailed as error:
        return Looked(block.text, block, [*faults, Fault(block.path, 1, str(error))])
    return Looked(block.text, block, faults, rendered)


def _render(source: Source) -> tuple[Rendered | None, str]:
    """Return how a text looks, or why it cannot be rendered; neither where it names what does not exist."""
    maker = Maker(room.surroundings_for([source.matter]), static_url("icons.svg"))
    try:
        return _rendered(maker.filled(source), source.matter.lang), ""
    except KeyError:
        return None, ""
    except RenderFailed as error:
        return None, str(error)


def _rendered(text: str, lang: str) -> Rendered:
    with Renderer() as renderer:
        return renderer.render(text, lang=lang, icons=static_url("icons.svg"))


def key_named(sentence: str) -> str:
    """Return the key that a fault speaks of first, empty where it speaks of none: a missing one has no line."""
    found = NAMED.match(sentence)
    return found[1] if found and found[1] in KEYS else ""


def key_at(text: str, line: int) -> str:
    """Return the key of the front matter in which a line stands, `body` below it."""
    plain = as_lines(text)
    front = FRONT_MATTER.match(plain)
    if front is None or line > front[0].count("\n"):
        return BODY
    for written in reversed(plain.split("\n")[1:line]):
        key, colon, _ = written.partition(":")
        if colon and key.isidentifier():
            return key
    return BODY
