"""Keep the English catalogue in step with the French words of the program.

`python .ci/catalogue.py` extracts, merges and compiles, and lists what is not translated yet;
`python .ci/catalogue.py --check` changes nothing and fails when something is missing, stale or not compiled.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "helpdesk" / "web" / "translations" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "messages.po", FOLDER / "messages.mo"
METHODS = [("**.py", "python"), ("**/templates/**", "jinja2")]
OPTIONS = {"**/templates/**": {"silent": "false", "trimmed": "true", "extensions": "jinja2.ext.do"}}
HEADER = "# The English words of the program, in step with its French ones: see .ci/catalogue.py."
PASSING = (
    "Project-Id",
    "Report-Msgid",
    "POT-Creation",
    "PO-Revision",
    "Last-Translator",
    "Language-Team",
    "Generated",
)
"""Lines of the heading that would change with the day, or say nothing here."""
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""What the compiled file says of its day, the same every day: two runs give the same bytes."""
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Return every string that the program marks for translation."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(ROOT / "helpdesk", METHODS, OPTIONS, KEYWORDS)  # type: ignore[arg-type]
    for _file, _line, words, _comments, context in found:
        catalog.add(words, None, context=context)
    return catalog


def merged(template: Catalog) -> Catalog:
    """Return the English catalogue with exactly the strings of `template`."""
    known = read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.exists() else Catalog(locale="en")
    result = Catalog(locale="en", charset="utf-8", header_comment=HEADER, fuzzy=False)
    for message in sorted(template, key=lambda each: str(each.id)):
        if message.id:
            old = known.get(message.id if isinstance(message.id, str) else message.id[0])
            result.add(message.id, old.string if old else None, flags=message.flags)
    return result


def untranslated(catalog: Catalog) -> list[Message]:
    """List the messages without English words, or whose placeholders differ."""
    return [each for each in catalog if each.id and (not _filled(each) or list(each.check(catalog)))]


def _filled(message: Any) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(strings) and all(strings)


def as_po(catalog: Catalog) -> bytes:
    """Return the catalogue as a file without dates or line numbers, which would change for nothing."""
    passing = tuple(f'"{name}'.encode() for name in PASSING)
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, sort_output=True, no_location=True, width=110)
    return b"\n".join(line for line in buffer.getvalue().split(b"\n") if not line.startswith(passing))


def as_mo(catalog: Catalog) -> bytes:
    """Return the compiled catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def compiled(po: bytes) -> bytes:
    """Return what the file compiles to."""
    catalog = read_po(io.BytesIO(po), locale="en")
    catalog.creation_date = catalog.revision_date = MADE_AT
    return as_mo(catalog)


def check() -> list[str]:
    """List what is wrong with the committed catalogue."""
    catalog = merged(extracted())
    faults = [f"not translated: {each.id!r}" for each in untranslated(catalog)]
    if PO.read_bytes() != as_po(catalog):
        faults.append("messages.po is stale: run python .ci/catalogue.py")
    elif MO.read_bytes() != compiled(PO.read_bytes()):
        faults.append("messages.mo is stale: run python .ci/catalogue.py")
    return faults


def update() -> None:
    """Bring the catalogue up to date and say what is missing."""
    catalog = merged(extracted())
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(compiled(PO.read_bytes()))
    missing = untranslated(catalog)
    print(f"{len(catalog)} strings, {len(missing)} without English words")


if __name__ == "__main__":
    if "--check" in sys.argv:
        problems = check()
        print("\n".join(problems) or "The English catalogue is complete.")
        sys.exit(bool(problems))
    update()
