"""Files of a content folder that nothing reads: a wrong folder or a wrong ending loses a text without a word."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from helpdesk.faq.content.source import Fault

ASIDE = frozenset({"README.md"})
"""What editors may lay beside their texts for one another."""


def strays(root: Path, read: Iterable[Path], faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield a warning for each file that was not read and of which nothing was said; hidden ones are left out."""
    known = {*read, *(fault.path for fault in faults)}
    # Of a guide that cannot be used nothing is read.
    unusable = {path.parent for path in known if path.name == "guide.yml"} & {fault.path.parent for fault in faults}
    for path in sorted(root.rglob("*")):
        names = path.relative_to(root).parts
        is_hidden = any(name.startswith(".") for name in names) or path.name.endswith("~")
        if path in known or is_hidden or path.name in ASIDE or path.is_dir() or unusable & {*path.parents}:
            continue
        yield Fault(path, 1, "nothing reads this file: look at its folder and its name", stops=False, is_warning=True)
