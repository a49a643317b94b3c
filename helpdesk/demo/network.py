"""Forty organisations, all invented: a confederation on two lines, and school cooperatives."""

from dataclasses import dataclass
from datetime import date, datetime

from helpdesk.demo.people import Cast
from helpdesk.organisations.queries import get_by_code
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.organisations.service import (
    ContactDetails,
    Details,
    add_member,
    link_organisations,
    save_organisation,
)

SINCE = date(2010, 1, 1)


@dataclass(frozen=True)
class Place:
    """Where an organisation is."""

    town: str
    postcode: str
    region: str

    @property
    def department(self) -> str:
        """Return the department's code, from the postcode."""
        return self.postcode[:3] if self.postcode.startswith("97") else self.postcode[:2]


PLACES = {
    "Roche-Claire": Place("Roche-Claire", "38990", "84"),
    "Valmorin": Place("Valmorin", "69990", "84"),
    "Hautefage": Place("Hautefage-sur-Loue", "25990", "27"),
    "Port-Lazare": Place("Port-Lazare", "29990", "53"),
    "Belmonteil": Place("Belmonteil", "31990", "76"),
    "Saint-Elme": Place("Saint-Elme-les-Bains", "06990", "93"),
}
FEDERATIONS = {
    "fed-bois": "Fédération du bois et du papier",
    "fed-sante": "Fédération des soins et du lien social",
    "fed-rail": "Fédération du rail et des ports",
    "fed-conseil": "Fédération du conseil et de la culture",
    "fed-alim": "Fédération de l’alimentation",
}
REGIONAL = {
    "cr-84": ("Comité régional des Alpes et du Rhône", "Valmorin"),
    "cr-53": ("Comité régional de l’Ouest breton", "Port-Lazare"),
    "cr-76": ("Comité régional du Midi", "Belmonteil"),
}
REGION_OF = {
    "Roche-Claire": "cr-84",
    "Valmorin": "cr-84",
    "Hautefage": "cr-84",
    "Port-Lazare": "cr-53",
    "Belmonteil": "cr-76",
    "Saint-Elme": "cr-76",
}
TRADES = {
    "papetiers": ("Syndicat des papetiers", "fed-bois"),
    "aides": ("Syndicat des aides à domicile", "fed-sante"),
    "cheminots": ("Syndicat des cheminots", "fed-rail"),
}
SCHOOLS = (
    "des Tilleuls",
    "Jean-Moulinet",
    "du Vieux Lavoir",
    "des Quatre-Vents",
    "du Bout du Pré",
    "de la Source",
)


def found(cast: Cast, *, now: datetime) -> list[str]:
    """Create the forty organisations and say who speaks for three of them; return their codes."""
    codes = [*_head(now), *_regions(now), *_places(now), *_schools(now)]
    for key, code, function in (
        ("tresoriere", "papetiers-roche-claire", ContactFunction.TREASURER),
        ("tresorier", "ud-port-lazare", ContactFunction.TREASURER),
        ("mandataire", "coop-1", ContactFunction.TRUSTEE),
    ):
        add_member(
            person_id=cast[key].id, organisation_id=get_by_code(code).id, function=function, valid_from=SINCE
        )
    return codes


def _head(now: datetime) -> list[str]:
    _save("conf", "Confédération des Tilleuls", Kind.CONFEDERATION, now, short="Confédération")
    for code, name in FEDERATIONS.items():
        _save(code, name, Kind.FEDERATION, now)
        _link("conf", code, Line.PROFESSIONAL)
    return ["conf", *FEDERATIONS]


def _regions(now: datetime) -> list[str]:
    for code, (name, place) in REGIONAL.items():
        _save(code, name, Kind.REGIONAL, now, place=place)
        _link("conf", code, Line.GEOGRAPHIC)
    return list(REGIONAL)


def _places(now: datetime) -> list[str]:
    codes = []
    for place, region in REGION_OF.items():
        slug = place.lower()
        _save(f"ud-{slug}", f"Union départementale de {place}", Kind.DEPARTMENTAL, now, place=place)
        _link(region, f"ud-{slug}", Line.GEOGRAPHIC)
        codes.append(f"ud-{slug}")
        for trade, (name, federation) in TRADES.items():
            code = f"{trade}-{slug}"
            _save(code, f"{name} de {place}", Kind.UNION, now, place=place, monthly=_monthly(code))
            _link(f"ud-{slug}", code, Line.GEOGRAPHIC)
            _link(federation, code, Line.PROFESSIONAL)
            codes.append(code)
    return codes


def _schools(now: datetime) -> list[str]:
    _save(
        "ad-06",
        "Association départementale des coopératives",
        Kind.DEPARTMENTAL_ASSOCIATION,
        now,
        place="Saint-Elme",
    )
    codes = ["ad-06"]
    for number, school in enumerate(SCHOOLS, start=1):
        code = f"coop-{number}"
        _save(code, f"Coopérative de l’école {school}", Kind.SCHOOL_COOPERATIVE, now, place="Saint-Elme")
        _link("ad-06", code, Line.GEOGRAPHIC)
        codes.append(code)
    return codes


def _save(
    code: str,
    name: str,
    kind: Kind,
    now: datetime,
    *,
    place: str = "",
    short: str = "",
    monthly: int | None = None,
) -> None:
    where = PLACES.get(place, Place("", "", ""))
    details = Details(
        code=code,
        name=name,
        kind=kind,
        family=_family(kind),
        short_name=short,
        department=where.department,
        region=where.region,
        town=where.town,
        postcode=where.postcode,
        role_mailbox=f"{code}@example.org",
        monthly_collection_cents=monthly,
        contacts=(
            ContactDetails(ContactFunction.TREASURER, "", f"tresorerie.{code}@example.org", "+33199000100"),
        ),
    )
    save_organisation(details, now=now)


def _family(kind: Kind) -> Family:
    if kind is Kind.SCHOOL_COOPERATIVE:
        return Family.COOPERATIVE
    return Family.ASSOCIATION if kind is Kind.DEPARTMENTAL_ASSOCIATION else Family.UNION


def _link(parent: str, child: str, line: Line) -> None:
    link_organisations(
        parent_id=get_by_code(parent).id, child_id=get_by_code(child).id, line=line, valid_from=SINCE
    )


def _monthly(code: str) -> int:
    """Return an invented monthly collection in cents, steady for one code."""
    return 120_000 + sum(code.encode()) % 60 * 10_000
