"""Where the links of one text lead: addresses of this site that exist, headings that are there."""

import re
from collections.abc import Iterator, Mapping

from helpdesk.faq.content.blocks import Block
from helpdesk.faq.content.known import Known
from helpdesk.faq.content.links import targets_in
from helpdesk.faq.content.source import Fault, Source
from helpdesk.faq.content.lines import line_at

LONGEST_SAID = 120
"""Of an address that goes on and on, a fault says so many characters."""
GLOSSARY_ADDRESS = "/glossaire"
IMAGE = re.compile(r"!\[([^\]\n]{0,400})\]\(\s*<?([^)\s>]*)")

Anchors = Mapping[tuple[str, str], frozenset[str]]
"""The headings that links may lead to, by address and language."""


def wrong_links(text: str, known: Known) -> Iterator[tuple[int, str]]:
    """Yield the links that lead nowhere and the images that nobody would see, with their lines."""
    for image in IMAGE.finditer(text):
        if not image[2].startswith("/fichiers/"):
            yield line_at(text, image.start()), "an image must be a file of this site, under /fichiers/"
        elif not image[1].strip():
            yield line_at(text, image.start()), "an image needs words for those who do not see it"
    for target in targets_in(text):
        if target.path and not known.is_live(target.path):
            yield line_at(text, target.at), f"the link {_said(target.path)} leads nowhere"
        elif target.is_relative:
            sentence = f"the link {_said(target.address)} is not whole: begin it with / or https://"
            yield line_at(text, target.at), sentence


def anchors_in(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the links of this site to a heading: its page, empty for the same one, its name, where the link stands."""
    for target in targets_in(text):
        address, sign, anchor = target.address.partition("#")
        path = address.partition("?")[0]
        if sign and path[:1] in {"", "/"}:
            yield path, anchor, target.at


def dead_anchors(text: Source | Block, own: frozenset[str] | None, anchors: Anchors) -> Iterator[Fault]:
    """Yield the links to a heading that is not there; `own` are the headings of the text itself.

    A block has none of its own: what it lands in has them.
    """
    lang, before = (
        (text.matter.lang, text.body_line - 1) if isinstance(text, Source) else (text.lang, 0)
    )
    for path, anchor, at in anchors_in(text.body):
        there = _first(anchors, (path, lang), (path, "fr")) if path else own
        if there is not None and anchor not in there:
            line = before + line_at(text.body, at)
            yield Fault(text.path, line, f"the link {_said(f'{path}#{anchor}')} leads to no heading")


def _first(anchors: Anchors, *keys: tuple[str, str]) -> frozenset[str] | None:
    return next((anchors[key] for key in keys if key in anchors), None)


def _said(address: str) -> str:
    return address if len(address) <= LONGEST_SAID else f"{address[: LONGEST_SAID - 1]}…"
