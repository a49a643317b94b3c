"""A CSV file as programs of every kind write it, read into named cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import one_line
from helpdesk.organisations.rules import ContactFunction, Line
from helpdesk.web.i18n import gettext as _

REQUIRED = ("code", "name", "kind", "family")
PARENTS = {"parent_geo": Line.GEOGRAPHIC, "parent_pro": Line.PROFESSIONAL, "parent_confed": Line.CONFEDERAL}
PLACE = ("short_name", "department", "region", "town", "postcode", "role_mailbox", "opened_on", "closed_on")
COLLECTION = "monthly_collection"
CONTACTS = {f"{function}_{part}" for function in ContactFunction for part in ("name", "email", "phone")}
AFFILIATION = "affiliation"
KNOWN = {*REQUIRED, *PARENTS, *PLACE, *CONTACTS, COLLECTION, AFFILIATION}
MAX_LINES = 20_000
MAX_BYTES = 10 * 1024 * 1024
SEPARATORS = ";,\t"

Cells = Mapping[str, str]
"""The cells of a line by column; only the columns that the file has."""


def read_table(content: bytes) -> list[tuple[int, Cells | None]]:
    """Return the lines with their numbers in the file; None for one that has more cells than columns.

    Raises Refused for a file that is no such table.
    """
    text = _decoded(content)
    first, _end, rest = text.partition("\n")
    if first.startswith("sep="):
        text = f"\n{rest}"
    heading = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(SEPARATORS, key=heading.count)
    try:
        return list(_lines(csv.reader(io.StringIO(text), delimiter=separator, strict=True)))
    except csv.Error as error:
        raise Refused(_unreadable(error)) from None


def _unreadable(error: csv.Error) -> str:
    """Say in the reader's words what the library says in its own."""
    said = str(error)
    if "unexpected end of data" in said or "expected after" in said:
        return _("Le fichier n’est pas un CSV lisible : un guillemet ouvert n’est pas refermé à sa place.")
    if "field larger" in said:
        return _(
            "Le fichier n’est pas un CSV lisible : une case est démesurée, sans doute à cause d’un guillemet."
        )
    return _("Le fichier n’est pas un CSV lisible : enregistrez-le à nouveau depuis votre tableur.")


def _lines(reader: Any) -> Iterator[tuple[int, Cells | None]]:
    names: list[str] = []
    for row in reader:
        # Where the line ends: one with breaks inside quotes counts several.
        number: int = reader.line_num
        cells = [one_line(cell) for cell in row]
        if not any(cells):
            continue
        if not names:
            names = _heading(cells)
            continue
        if number > MAX_LINES:
            raise Refused(_("Le fichier dépasse %(count)d lignes.", count=MAX_LINES))
        filled = cells + [""] * (len(names) - len(cells))
        yield number, None if any(filled[len(names) :]) else dict(zip(names, filled, strict=False))
    if not names:
        _heading([])


def _heading(cells: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    missing = set(REQUIRED) - set(names)
    unknown = {name for name in names if name} - KNOWN
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if missing:
        raise Refused(_("Il manque des colonnes : %(names)s.", names=", ".join(sorted(missing))))
    if unknown:
        raise Refused(_("Colonnes inconnues : %(names)s.", names=", ".join(sorted(unknown))[:200]))
    if twice:
        raise Refused(_("Colonnes en double : %(names)s.", names=", ".join(sorted(twice))))
    return names


def _decoded(content: bytes) -> str:
    """Read the text as spreadsheets save it: UTF-8, UTF-16 (« texte Unicode ») or Windows, any line break."""
    if len(content) > MAX_BYTES:
        raise Refused(_("Le fichier dépasse 10 Mo."), status=413)
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
