"""A year to be entered, and what a list of affiliations is narrowed by."""

import re
from collections.abc import Mapping

from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length, Optional

from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import one_line
from helpdesk.organisations.affiliation.queries import SAID, Wanted
from helpdesk.organisations.affiliation.rules import LABEL_LENGTH, Standing, Year, read_year
from helpdesk.organisations.rules import Family
from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

_CURSOR = re.compile(r"(\d{1,10})-(.{1,300})", re.DOTALL | re.ASCII)
LARGEST_ID = 2**31 - 1


class AffiliationForm(Form):
    """A year by its name alone, or with days of its own."""

    label = StringField(
        _l("Année d’affiliation"),
        [DataRequired(_l("Ce champ est nécessaire.")), Length(max=LABEL_LENGTH)],
        description=_l("2026-2027 (de septembre à août) ou 2026 (de janvier à décembre)."),
    )
    begins_on = DateField(_l("Premier jour"), [Optional()])
    ends_on = DateField(_l("Dernier jour"), [Optional()])

    def year(self) -> Year:
        """Return the year that was typed; raise Refused for one without days."""
        label, begins, ends = one_line(self.label.data or ""), self.begins_on.data, self.ends_on.data
        if begins and ends:
            return Year(label, begins, ends)
        year = None if begins or ends else read_year(label)
        if year is None:
            raise Refused(_("Écrivez 2026-2027 ou 2026, ou donnez le premier et le dernier jour."))
        return year


def read_wanted(given: Mapping[str, str]) -> Wanted:
    """Return what the address asks for: anything odd is no filter."""
    standing, family = given.get("situation", ""), given.get("famille", "")
    return Wanted(
        standing=Standing(standing) if standing in set(SAID) else Standing.LAPSED,
        family=Family(family) if family in set(Family) else None,
        department=given.get("departement", "")[:3],
        text=given.get("q", "")[:100],
        after=_read_cursor(given.get("apres", "")),
    )


def as_query(wanted: Wanted, **changes: str) -> dict[str, str]:
    """Return a filter as it stands in an address, its page apart."""
    query = {
        "situation": wanted.standing.value,
        "famille": wanted.family.value if wanted.family else "",
        "departement": wanted.department,
        "q": wanted.text,
    }
    return {name: value for name, value in (query | changes).items() if value}


def _read_cursor(text: str) -> tuple[str, int] | None:
    found = _CURSOR.fullmatch(text)
    return (found[2], int(found[1])) if found and int(found[1]) <= LARGEST_ID else None
