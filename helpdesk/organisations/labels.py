"""Words for kinds, families, lines and functions."""

from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.web.i18n import lazy_gettext as _l

FAMILIES = {
    Family.UNION: _l("Syndicat"),
    Family.ASSOCIATION: _l("Association"),
    Family.COOPERATIVE: _l("Coopérative scolaire"),
}
KINDS = {
    Kind.CONFEDERATION: _l("Confédération"),
    Kind.FEDERATION: _l("Fédération"),
    Kind.REGIONAL: _l("Comité régional"),
    Kind.DEPARTMENTAL: _l("Union départementale"),
    Kind.LOCAL_UNION: _l("Union locale"),
    Kind.UNION: _l("Syndicat"),
    Kind.SECTION: _l("Section"),
    Kind.DEPARTMENTAL_ASSOCIATION: _l("Association départementale"),
    Kind.NATIONAL_FEDERATION: _l("Fédération nationale"),
    Kind.SCHOOL_COOPERATIVE: _l("Coopérative scolaire"),
}
LINES = {
    Line.GEOGRAPHIC: _l("Ligne géographique"),
    Line.PROFESSIONAL: _l("Ligne professionnelle"),
    Line.CONFEDERAL: _l("Ligne confédérale"),
}
FUNCTIONS = {
    ContactFunction.TREASURER: _l("Trésorerie"),
    ContactFunction.SECRETARY: _l("Secrétariat"),
    ContactFunction.CORRESPONDENT: _l("Correspondance"),
    ContactFunction.TRUSTEE: _l("Mandataire"),
}
