"""What the files of companions are made of: short keys, lines, texts, each said in two languages."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)]


class Part(BaseModel):
    """One thing of a file: nothing is in it that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def said(self, name: str, lang: str) -> Any:
        """Return a text in `lang`, in French where it is not translated."""
        return (getattr(self, f"{name}_en") if lang == "en" else None) or getattr(self, name)
