"""« Réservé à … »: the readers of articles in words."""

from collections.abc import Iterable, Mapping

from helpdesk.accounts.rules import Role
from helpdesk.faq.readers.queries import list_names
from helpdesk.faq.readers.rules import Entry, entries_in, entry_of
from helpdesk.organisations.rules import Line
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

READERS: Mapping[Role, str] = {
    Role.TREASURER: _l("trésoriers et correspondants"),
    Role.AGENT: _l("conseillers"),
    Role.SUPERVISOR: _l("superviseurs"),
    Role.EDITOR: _l("rédacteurs"),
    Role.PUBLISHER: _l("responsables de publication"),
    Role.ADMINISTRATOR: _l("administration confédérale"),
    Role.SYSADMIN: _l("administrateurs du site"),
}

BELOW: Mapping[Line, str] = {
    Line.GEOGRAPHIC: _l("ligne géographique"),
    Line.PROFESSIONAL: _l("ligne professionnelle"),
    Line.CONFEDERAL: _l("ligne confédérale"),
}


def kept_for(readers: Iterable[str]) -> dict[str, str]:
    """Return each of these readers as stored, in words; one statement where an organisation is named."""
    told = {each for each in readers if each}
    entries = {each: [entry_of(one) for one in entries_in(each)] for each in told}
    codes = {entry.code for found in entries.values() for entry in found if entry is not None and entry.code}
    names = list_names(codes)
    return {
        each: _(
            "Réservé à : %(readers)s", readers=" ; ".join(_words(entry, names) for entry in found if entry)
        )
        for each, found in entries.items()
    }


def _words(entry: Entry, names: Mapping[str, str]) -> str:
    place = names.get(entry.code, entry.code)
    if entry.code and entry.line is not None:
        line = str(BELOW[entry.line])
        place = _("%(organisation)s et ce qui en dépend (%(line)s)", organisation=place, line=line)
    if entry.role is None:
        return place
    role = str(READERS[entry.role])
    return _("%(role)s de %(place)s", role=role, place=place) if entry.code else role
