"""What the front matter of every text is made of: names, lines, readers, codes, and the keys that all have."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from helpdesk.faq.readers.rules import entry_of


def several(value: Any) -> Any:
    """Take one entry for a list of one."""
    return [value] if isinstance(value, str) else value


def known_reader(text: str) -> str:
    """Return an entry of `readers`; raise ValueError for what is none."""
    if entry_of(text) is None:
        raise ValueError(
            f"{text[:80]} names no readers: write role:treasurer, org:75-UD, org:75-UD/geo (or /pro, /confed),"
            " or both, role:treasurer+org:75-UD/geo"
        )
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\x00-\x1f]*$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{12})?$")]
Reader = Annotated[str, AfterValidator(known_reader)]
Stage = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=81)]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9A-Z]{2}$")]


class Matter(BaseModel):
    """What every text says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    slug: Slug
    lang: Literal["fr", "en"]
    summary: Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
    translates: Fingerprint = ""
    """Of a translation: the fingerprint of the French text it was made from."""


class Reviewed(Matter):
    """What somebody looks at again from time to time, and says when."""

    reviewed_on: date
