"""What the files of companions are made of: short keys, lines, texts, each said in two languages."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST_KEY = 40
Key = Annotated[str, StringConstraints(pattern=KEY, max_length=LONGEST_KEY)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)]

Place = tuple[str | int, ...]
"""Where something stands in a file: `("steps", 2, "article")`."""
Problem = tuple[Place, str]
"""Where something is wrong, and what."""


def is_key(name: str) -> bool:
    """Tell whether a file's name may be a key: it becomes one in addresses and tables."""
    return len(name) <= LONGEST_KEY and re.fullmatch(KEY, name) is not None


class Part(BaseModel):
    """One thing of a file: nothing is in it that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def said(self, name: str, lang: str) -> Any:
        """Return a text in `lang`, in French where it is not translated."""
        return (getattr(self, f"{name}_en") if lang == "en" else None) or getattr(self, name)
