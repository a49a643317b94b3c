"""The front matter of a notice: its number in its series, where, when and by which function it was signed."""

from datetime import date
from typing import Annotated

from pydantic import Field

from helpdesk.faq.content.matter import Line, Matter, Slug
from helpdesk.faq.notices.rules import Numbered
from helpdesk.faq.rules import Audience

MOST_LINKS = 12


class NoticeMatter(Matter):
    """What a notice says of itself; `supersedes` and `reminds` name earlier ones, `related` articles.

    `signatory` is a function, never somebody's name: the function stays when the person changes.
    """

    series: Annotated[Line, Field(max_length=60)]
    number: Annotated[int, Field(ge=1, le=99_999, strict=True)]
    place: Annotated[Line, Field(max_length=80)]
    day: date
    signatory: Annotated[Line, Field(max_length=120)]
    audience: Audience = Audience.BOTH
    aliases: list[Line] = Field(default=[], max_length=40)
    keywords: list[Line] = Field(default=[], max_length=40)
    supersedes: list[Slug] = Field(default=[], max_length=MOST_LINKS)
    reminds: list[Slug] = Field(default=[], max_length=MOST_LINKS)
    related: list[Slug] = Field(default=[], max_length=MOST_LINKS)

    @property
    def reviewed_on(self) -> None:
        """Return nothing: a notice says what held on its day, and another one supersedes it."""

    @property
    def numbered(self) -> Numbered:
        """Return what it is cited by."""
        return Numbered(self.series, self.number, self.day)
