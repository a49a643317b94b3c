"""A file to begin with: every column that an import knows, and two organisations of nobody's."""

from collections.abc import Mapping, Sequence

from helpdesk.organisations.importing.table import AFFILIATION, COLLECTION, PARENTS, PLACE, REQUIRED
from helpdesk.organisations.rules import ContactFunction

CONTACT = tuple(f"{function}_{part}" for function in ContactFunction for part in ("name", "email", "phone"))
COLUMNS = (*REQUIRED, *PLACE, COLLECTION, *PARENTS, *CONTACT, AFFILIATION)

_ROWS: Sequence[Mapping[str, str]] = (
    {
        "code": "ud-38",
        "name": "Union départementale de l’Isère",
        "kind": "departmental",
        "family": "union",
        "department": "38",
        "region": "84",
        "town": "Grenoble",
        "role_mailbox": "ud-38@example.org",
    },
    {
        "code": "ul-tilleuls",
        "name": "Union locale des Tilleuls",
        "kind": "local_union",
        "family": "union",
        "short_name": "UL Tilleuls",
        "department": "38",
        "region": "84",
        "town": "Les Tilleuls",
        "postcode": "38000",
        "role_mailbox": "ul-tilleuls@example.org",
        "opened_on": "01/03/1998",
        "monthly_collection": "6800,50",
        "parent_geo": "ud-38",
        "treasurer_name": "Camille Exemple",
        "treasurer_email": "tresorerie@example.org",
        "treasurer_phone": "01 99 00 00 30",
        "affiliation": "2026",
    },
)


def sample_rows() -> list[Sequence[str]]:
    """Return the heading and the lines of the file."""
    return [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in _ROWS)]
