"""Organisations from a CSV file: every line is checked and reported, and all are saved or none.

Columns: code, name, kind, family are required; short_name, department, region, town, postcode,
role_mailbox, opened_on, closed_on, parent_geo, parent_pro, parent_confed (codes), treasurer_name,
treasurer_email, treasurer_phone are optional. The separator is a comma or a semicolon.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from email_validator import EmailNotValidError, validate_email

from helpdesk.core import phones
from helpdesk.core.clock import parse_date
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import one_line
from helpdesk.db import db, transactional
from helpdesk.organisations.queries import get_by_code
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.organisations.service import ContactDetails, Details, link_organisations, save_organisation
from helpdesk.web.i18n import gettext as _

REQUIRED = ("code", "name", "kind", "family")
PARENTS = {"parent_geo": Line.GEOGRAPHIC, "parent_pro": Line.PROFESSIONAL, "parent_confed": Line.CONFEDERAL}
PLACE = ("short_name", "department", "region", "town", "postcode", "role_mailbox", "opened_on", "closed_on")
KNOWN = {*REQUIRED, *PARENTS, *PLACE} | {f"treasurer_{part}" for part in ("name", "email", "phone")}
MAX_LINES = 20_000
MAX_BYTES = 10 * 1024 * 1024

Step = Callable[[Mapping[str, str], datetime], None]


@dataclass(frozen=True)
class LineReport:
    """What happened to one line of the file; `number` counts from 2, the heading being line 1."""

    number: int
    code: str
    fault: str = ""


@dataclass(frozen=True)
class ImportReport:
    """Every line, and whether the whole was saved."""

    lines: tuple[LineReport, ...]
    saved: bool

    @property
    def faults(self) -> tuple[LineReport, ...]:
        """The lines that were refused."""
        return tuple(line for line in self.lines if line.fault)


class _Undo(Exception):
    """Leaves the transaction without saving."""


def import_organisations(content: bytes, *, now: datetime) -> ImportReport:
    """Import a CSV file whole, or not at all when any line has a fault; raise Refused for an unreadable file."""
    rows = list(_rows(content))
    reports: list[LineReport] = []
    try:
        _import_all(rows, reports, now=now)
    except _Undo:
        return ImportReport(tuple(reports), saved=False)
    return ImportReport(tuple(reports), saved=True)


@transactional
def _import_all(
    rows: Sequence[tuple[int, Mapping[str, str]]], reports: list[LineReport], *, now: datetime
) -> None:
    faults = {number: _attempt(_save, row, now=now) for number, row in rows}
    for number, row in rows:
        fault = faults[number] or _attempt(_link, row, now=now)
        reports.append(LineReport(number, row["code"], fault))
    if any(report.fault for report in reports):
        raise _Undo


def _attempt(step: Step, row: Mapping[str, str], *, now: datetime) -> str:
    """Run one step on one line inside a savepoint; return its fault in words, or nothing."""
    try:
        with db.session.begin_nested():
            step(row, now)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _save(row: Mapping[str, str], now: datetime) -> None:
    save_organisation(_details(row), now=now)


def _link(row: Mapping[str, str], now: datetime) -> None:
    for column, line in PARENTS.items():
        if row.get(column):
            try:
                parent = get_by_code(row[column])
            except NotFound:
                raise Refused(
                    _("%(column)s : aucun code « %(code)s ».", column=column, code=row[column])
                ) from None
            link_organisations(parent_id=parent.id, child_id=get_by_code(row["code"]).id, line=line)


def _details(row: Mapping[str, str]) -> Details:
    missing = [name for name in REQUIRED if not row.get(name)]
    if missing:
        raise Refused(_("Il manque : %(names)s.", names=", ".join(missing)))
    return Details(
        code=_short(row, "code", 40),
        name=_short(row, "name", 200),
        kind=Kind(_choice(row, "kind", Kind)),
        family=Family(_choice(row, "family", Family)),
        role_mailbox=_mailbox(row, "role_mailbox"),
        opened_on=_day(row, "opened_on"),
        closed_on=_day(row, "closed_on"),
        contacts=_treasurer(row),
        short_name=_short(row, "short_name", 60),
        department=_short(row, "department", 3),
        region=_short(row, "region", 3),
        town=_short(row, "town", 80),
        postcode=_short(row, "postcode", 5),
    )


def _treasurer(row: Mapping[str, str]) -> tuple[ContactDetails, ...]:
    name, email = _short(row, "treasurer_name", 120), _mailbox(row, "treasurer_email")
    phone = _phone(row)
    if not (name or email or phone):
        return ()
    return (ContactDetails(ContactFunction.TREASURER, name, email, phone),)


def _phone(row: Mapping[str, str]) -> str:
    try:
        return phones.to_e164(row["treasurer_phone"]) if row.get("treasurer_phone") else ""
    except ValueError:
        raise Refused(_("treasurer_phone : ce numéro n’est pas valable.")) from None


def _short(row: Mapping[str, str], name: str, length: int) -> str:
    text = row.get(name, "")
    if len(text) > length:
        raise Refused(_("%(column)s : %(length)d caractères au plus.", column=name, length=length))
    return text


def _choice(row: Mapping[str, str], name: str, kinds: type[Kind] | type[Family]) -> str:
    if row[name] not in set(kinds):
        raise Refused(
            _("%(column)s : « %(value)s » n’est pas connu ; choix : %(choices)s.", column=name, value=row[name][:40],
              choices=", ".join(kinds))
        )  # fmt: skip
    return row[name]


def _mailbox(row: Mapping[str, str], name: str) -> str:
    if not row.get(name):
        return ""
    try:
        return validate_email(row[name], check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise Refused(_("%(column)s : cette adresse de courriel n’est pas valable.", column=name)) from None


def _day(row: Mapping[str, str], name: str) -> date | None:
    try:
        return parse_date(row[name]) if row.get(name) else None
    except ValueError:
        raise Refused(_("%(column)s : écrivez la date ainsi : 16/11/2026.", column=name)) from None


def _rows(content: bytes) -> Iterable[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(_decoded(content)), delimiter=_delimiter(content), strict=True)
    try:
        _check_heading(reader.fieldnames or [])
        for number, row in enumerate(reader, start=2):
            if number > MAX_LINES:
                raise Refused(_("Le fichier dépasse %(count)d lignes.", count=MAX_LINES))
            yield (
                number,
                {str(key).strip(): one_line(value or "") for key, value in row.items() if key is not None},
            )
    except csv.Error as error:
        raise Refused(_("Le fichier n’est pas un CSV lisible : %(error)s.", error=str(error))) from None


def _check_heading(names: Sequence[str]) -> None:
    given = {name.strip() for name in names}
    missing, unknown = set(REQUIRED) - given, given - KNOWN
    if missing:
        raise Refused(_("Il manque des colonnes : %(names)s.", names=", ".join(sorted(missing))))
    if unknown:
        raise Refused(_("Colonnes inconnues : %(names)s.", names=", ".join(sorted(unknown))[:200]))


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise Refused(_("Le fichier dépasse 10 Mo."), status=413)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(content: bytes) -> str:
    heading = content.split(b"\n", 1)[0]
    return ";" if heading.count(b";") > heading.count(b",") else ","
