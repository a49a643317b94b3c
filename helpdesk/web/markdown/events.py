"""Blocks that name a day: `!!! event 2026-12-03 "Webinaire"`."""

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from helpdesk.web.markdown.days import day_of


class EventDays(Extension):
    """Hand the day of an event on as a paragraph: cleaning takes away any class that it does not know."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Look through the finished tree."""
        md.treeprocessors.register(_Days(md), "event-days", 0)


class _Days(Treeprocessor):
    def run(self, root: Element) -> Any:
        for block in root.iter("div"):
            classes = (block.get("class") or "").split()
            day = next((each for each in classes if day_of(each)), None)
            if "event" in classes and day is not None:
                block.set("class", "admonition event")
                paragraph = Element("p", {"class": "event-day"})
                paragraph.text = day
                block.insert(1, paragraph)
