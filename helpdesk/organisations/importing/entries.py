"""What one line of the file says of an organisation, checked without a look at the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from helpdesk.core import phones
from helpdesk.core.clock import parse_date
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import fold_key
from helpdesk.core.money import parse_cents
from helpdesk.organisations.affiliation.rules import Year, read_year
from helpdesk.organisations.importing.table import AFFILIATION, COLLECTION, PARENTS, PLACE, REQUIRED, Cells
from helpdesk.organisations.labels import FAMILIES, KINDS
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.organisations.service import ContactDetails
from helpdesk.web.i18n import gettext as _

LENGTHS = {
    "code": 40,
    "name": 200,
    "short_name": 60,
    "department": 3,
    "region": 3,
    "town": 80,
    "postcode": 5,
}
LONGEST_NAME = 120


@dataclass(frozen=True)
class Entry:
    """One organisation of the file. What the file has no column for is in neither mapping; `year` is one more.

    A contact of None is one that the file has columns for, left empty: nobody holds the function any more.
    """

    code: str
    values: Mapping[str, object]
    contacts: Mapping[ContactFunction, ContactDetails | None]
    parents: Mapping[Line, str]
    year: Year | None = None


def read_entry(cells: Cells) -> Entry:
    """Return what the cells say; raise Refused with every fault found."""
    missing = [name for name in REQUIRED if not cells.get(name)]
    if missing:
        raise Refused(_("Il manque : %(names)s.", names=", ".join(missing)))
    faults: list[str] = []
    columns = [name for name in (*REQUIRED, *PLACE) if name in cells]
    values = {name: _read(faults, _value, cells, name) for name in columns}
    if COLLECTION in cells:
        values["monthly_collection_cents"] = _read(faults, _amount, cells, COLLECTION)
    _read(faults, _refuse_backwards, values.get("opened_on"), values.get("closed_on"))
    contacts = {
        function: _read(faults, _contact, cells, function)
        for function in ContactFunction
        if any(f"{function}_{part}" in cells for part in ("name", "email", "phone"))
    }
    year = _read(faults, _year, cells)
    if faults:
        raise Refused(" ".join(faults))
    parents = {line: cells[column] for column, line in PARENTS.items() if cells.get(column)}
    return Entry(str(values.pop("code")), values, contacts, parents, year)


def _read(faults: list[str], reader: Callable[..., Any], *given: object) -> Any:
    """Return what `reader` makes of a cell; note its fault instead of stopping at the first one."""
    try:
        return reader(*given)
    except Refused as refusal:
        faults.append(refusal.sentence)
        return None


def _value(cells: Cells, name: str) -> object:
    if name == "kind":
        return Kind(_choice(cells, name, KINDS))
    if name == "family":
        return Family(_choice(cells, name, FAMILIES))
    if name in {"opened_on", "closed_on"}:
        return _day(cells, name)
    return _mailbox(cells, name) if name == "role_mailbox" else _short(cells, name, LENGTHS[name])


def _contact(cells: Cells, function: ContactFunction) -> ContactDetails | None:
    name = _short(cells, f"{function}_name", LONGEST_NAME)
    email = _mailbox(cells, f"{function}_email")
    phone = _phone(cells, f"{function}_phone")
    return ContactDetails(function, name, email, phone) if name or email or phone else None


def _year(cells: Cells) -> Year | None:
    text = cells.get(AFFILIATION, "")
    year = read_year(text)
    if text and year is None:
        raise Refused(_("affiliation : écrivez l’année ainsi : 2026-2027 ou 2026."))
    return year


def _refuse_backwards(opened: object, closed: object) -> None:
    if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
        raise Refused(_("closed_on : la date de fin précède la date de début."))


def _short(cells: Cells, name: str, length: int) -> str:
    text = cells.get(name, "")
    if len(text) > length:
        raise Refused(_("%(column)s : %(length)d caractères au plus.", column=name, length=length))
    return text


def _choice(cells: Cells, name: str, words: Mapping[Any, str]) -> str:
    """Return a value by its code or, as people write it, by its words in the reader's language."""
    typed = fold_key(cells[name])
    for value, said in words.items():
        if typed in {fold_key(value), fold_key(str(said))}:
            return str(value)
    raise Refused(
        _("%(column)s : « %(value)s » n’est pas connu ; choix : %(choices)s.", column=name, value=cells[name][:40],
          choices=", ".join(choice_words(words)))
    )  # fmt: skip


def choice_words(words: Mapping[Any, str]) -> list[str]:
    """Return each value as a file may name it, with what it means."""
    return [f"{value} ({said})" for value, said in words.items()]


def _mailbox(cells: Cells, name: str) -> str:
    if not cells.get(name):
        return ""
    try:
        return validate_email(cells[name], check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise Refused(_("%(column)s : cette adresse de courriel n’est pas valable.", column=name)) from None


def _phone(cells: Cells, name: str) -> str:
    try:
        return phones.to_e164(cells[name]) if cells.get(name) else ""
    except ValueError:
        raise Refused(_("%(column)s : ce numéro n’est pas valable.", column=name)) from None


def _amount(cells: Cells, name: str) -> int | None:
    try:
        return parse_cents(cells[name], lowest=0) if cells[name] else None
    except ValueError:
        raise Refused(
            _("%(column)s : écrivez un montant en euros, par exemple 6800,50.", column=name)
        ) from None


def _day(cells: Cells, name: str) -> date | None:
    try:
        return parse_date(cells[name]) if cells.get(name) else None
    except ValueError:
        raise Refused(_("%(column)s : écrivez la date ainsi : 16/11/2026.", column=name)) from None
