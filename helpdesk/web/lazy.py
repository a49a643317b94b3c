"""Sentences that are said when they are read: labels written once, for readers of any language."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape


class LazyText:
    """Stand for the text that `say` gives at the moment it is read; behaves as that text."""

    __slots__ = ("_message", "_say", "_values")

    def __init__(self, say: Callable[..., str], message: str, values: Mapping[str, Any]) -> None:
        self._say, self._message, self._values = say, message, values

    def __str__(self) -> str:
        return self._say(self._message, **self._values)

    def __html__(self) -> Markup:
        return escape(str(self))

    def __repr__(self) -> str:
        return f"LazyText({self._message!r})"

    def __getattr__(self, name: str) -> Any:
        # Only what plain text has, so that nobody takes this for something else.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(str(self), name)

    def __eq__(self, other: object) -> bool:
        return str(self) == (str(other) if isinstance(other, LazyText) else other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __len__(self) -> int:
        return len(str(self))

    def __bool__(self) -> bool:
        return bool(self._message)

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __getitem__(self, place: int | slice) -> str:
        return str(self)[place]

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __radd__(self, other: object) -> str:
        return str(other) + str(self)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
