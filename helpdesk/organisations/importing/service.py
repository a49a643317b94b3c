"""Importing a file whole, or not at all when any line has a fault.

Everything is checked before the first row is written, and written in a few statements: a federation has
thousands of organisations, and nobody else can write meanwhile on SQLite.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from helpdesk.core.errors import Refused
from helpdesk.db import db, insert_all, transactional
from helpdesk.organisations.affiliation.labels import slip_sentence
from helpdesk.organisations.affiliation.rules import Year, slip_in
from helpdesk.organisations.affiliation.service import insert_years, is_entered, lock_years
from helpdesk.organisations.importing.entries import Entry, read_entry
from helpdesk.organisations.importing.table import PARENTS, Cells, read_table
from helpdesk.organisations.models import Organisation, OrganisationContact, OrganisationLink
from helpdesk.organisations.rules import Line
from helpdesk.organisations.service import contact_row, name_key
from helpdesk.web.i18n import gettext as _

COLUMN_OF = {line: column for column, line in PARENTS.items()}

Above = dict[str, set[str]]
"""The codes directly above each code, along every line and at any time."""


@dataclass(frozen=True)
class LineReport:
    """What happened to one line of the file; `number` is its number there, the heading included."""

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


def import_organisations(content: bytes, *, now: datetime, by_id: int | None = None) -> ImportReport:
    """Import a CSV file, as somebody with an account or nobody; raise Refused for one that cannot be read.

    What the file has no column for stays as it is.
    """
    lines = read_table(content)
    return _import(lines, now=now, by_id=by_id)


@transactional
def _import(lines: Sequence[tuple[int, Cells | None]], *, now: datetime, by_id: int | None) -> ImportReport:
    check = _Check(_all_links())
    reports = tuple(check.report(number, cells) for number, cells in lines)
    reports = tuple(check.report_parents(report) for report in reports)
    # All of them, and before any is written: what is locked one after the other must be locked in one order.
    years = lock_years(check.entries)
    reports = tuple(_report_year(report, check.entries.get(report.code), years) for report in reports)
    if any(report.fault for report in reports):
        return ImportReport(reports, saved=False)
    entries = list(check.entries.values())
    ids = _save(entries, now=now)
    fresh = [each for each in entries if each.year and not is_entered(each.year, years.get(each.code, ()))]
    insert_years([(ids[each.code], each.year) for each in fresh if each.year], by_id=by_id, now=now)
    return ImportReport(reports, saved=True)


def _report_year(report: LineReport, entry: Entry | None, years: Mapping[str, list[Year]]) -> LineReport:
    """Report a year that covers part of one that is entered already."""
    if report.fault or entry is None or entry.year is None:
        return report
    known = years.get(entry.code, [])
    slip = None if is_entered(entry.year, known) else slip_in(entry.year, known)
    return replace(report, fault=slip_sentence(*slip)) if slip else report


class _Check:
    """Looks for faults line by line, then at what stands above what."""

    def __init__(self, above: Above) -> None:
        self.entries: dict[str, Entry] = {}
        self._number_of: dict[str, int] = {}
        self._above = above

    def report(self, number: int, cells: Cells | None) -> LineReport:
        """Read a line and keep what it says, unless it has a fault."""
        if cells is None:
            return LineReport(number, "", _("Cette ligne a plus de cases que l’en-tête n’a de colonnes."))
        try:
            entry = read_entry(cells)
        except Refused as refusal:
            return LineReport(number, cells["code"], refusal.sentence)
        first = self._number_of.setdefault(entry.code, number)
        if first != number:
            return LineReport(
                number, entry.code, _("Ce code est déjà celui de la ligne %(number)d.", number=first)
            )
        self.entries[entry.code] = entry
        return LineReport(number, entry.code)

    def report_parents(self, report: LineReport) -> LineReport:
        """Put the organisation below its parents; report one that does not exist or stands below it already."""
        entry = self.entries.get(report.code)
        if report.fault or entry is None:
            return report
        for line, parent in entry.parents.items():
            if parent not in self._number_of and parent not in self._above:
                column = COLUMN_OF[line]
                fault = _("%(column)s : aucun code « %(code)s ».", column=column, code=parent)
                return LineReport(report.number, report.code, fault)
            if entry.code in self._ancestors(parent):
                fault = _("Ce lien formerait une boucle : une organisation ne peut pas dépendre d’elle-même.")
                return LineReport(report.number, report.code, fault)
            self._above.setdefault(entry.code, set()).add(parent)
        return report

    def _ancestors(self, code: str) -> set[str]:
        found, todo = {code}, [code]
        while todo:
            new = self._above.get(todo.pop(), set()) - found
            found |= new
            todo += new
        return found


def _all_links() -> Above:
    """Return every code there is with those above it."""
    parent, child = aliased(Organisation), aliased(Organisation)
    pairs = db.session.execute(
        select(parent.code, child.code)
        .join_from(OrganisationLink, parent, OrganisationLink.parent_id == parent.id)
        .join(child, OrganisationLink.child_id == child.id)
    )
    above: Above = {code: set() for code in db.session.scalars(select(Organisation.code))}
    for above_it, code in pairs:
        above[code].add(above_it)
    return above


def _save(entries: Sequence[Entry], *, now: datetime) -> Mapping[str, int]:
    """Write what the file says; return the ids of all organisations it names, by code."""
    codes = {entry.code for entry in entries} | {code for entry in entries for code in entry.parents.values()}
    known = {
        each.code: each
        for each in db.session.scalars(select(Organisation).where(Organisation.code.in_(codes)))
    }
    new = [Organisation(code=entry.code, created_at=now) for entry in entries if entry.code not in known]
    known |= {each.code: each for each in new}
    for entry in entries:
        _bring_up_to_date(known[entry.code], entry)
    insert_all(new)
    db.session.flush()
    rows = db.session.execute(select(Organisation.code, Organisation.id).where(Organisation.code.in_(codes)))
    ids = {code: organisation_id for code, organisation_id in rows}
    _save_contacts(entries, ids)
    _save_links(entries, ids)
    return ids


def _bring_up_to_date(organisation: Organisation, entry: Entry) -> None:
    for name, value in entry.values.items():
        setattr(organisation, name, value)
    organisation.name_key = name_key(
        organisation.name, organisation.short_name or "", organisation.town or ""
    )


def _save_contacts(entries: Sequence[Entry], ids: Mapping[str, int]) -> None:
    """Replace the contacts of the functions that the file speaks of; leave the others."""
    functions = {function for entry in entries for function in entry.contacts}
    db.session.execute(
        delete(OrganisationContact).where(
            OrganisationContact.organisation_id.in_([ids[entry.code] for entry in entries]),
            OrganisationContact.function.in_(functions),
        )
    )
    insert_all(
        [
            contact_row(ids[entry.code], contact)
            for entry in entries
            for contact in entry.contacts.values()
            if contact is not None
        ]
    )


def _save_links(entries: Sequence[Entry], ids: Mapping[str, int]) -> None:
    """Add the links that are missing; one that had ended and has no first day goes on."""
    children = [ids[entry.code] for entry in entries]
    query = select(OrganisationLink).where(
        OrganisationLink.child_id.in_(children), OrganisationLink.valid_from.is_(None)
    )
    present: dict[tuple[int, int], dict[Line, OrganisationLink]] = defaultdict(dict)
    for link in db.session.scalars(query):
        present[link.parent_id, link.child_id][link.line] = link
    new = []
    for entry in entries:
        child = ids[entry.code]
        for line, code in entry.parents.items():
            known = present[ids[code], child].get(line)
            if known is None:
                new.append(OrganisationLink(parent_id=ids[code], child_id=child, line=line))
            else:
                known.valid_until = None
    insert_all(new)
