"""The desks of the story, who works there, an absence, and the rules that fill them."""

from datetime import datetime, timedelta

from helpdesk.core.clock import local
from helpdesk.demo.people import Cast
from helpdesk.desks.service import DeskDetails, add_absence, save_desk
from helpdesk.organisations.queries import get_by_code
from helpdesk.tickets.routing.defaults import DESKS
from helpdesk.tickets.routing.editing import add_rule
from helpdesk.tickets.routing.rules import Rule
from helpdesk.tickets.rules import Priority

STAFF = {
    "accueil": ("", ("conseiller2", "adviser")),
    "prelevements": ("lun-ven 09:00-12:30,13:30-18:00", ("conseillere", "conseiller")),
    "comptes": ("", ("conseillere2", "conseiller")),
    "acces": ("", ("conseiller2", "conseillere2")),
    "adherents": ("lun-ven 10:00-19:00", ("conseillere2", "adviser")),
    "donnees": ("", ("superviseure",)),
}
"""Hours of each desk, where they are its own, and who works there."""


def open_desks(cast: Cast, *, now: datetime) -> None:
    """Set up the desks, the rules, and one absence with its substitute."""
    ids = {}
    for slug, (hours, members) in STAFF.items():
        people = frozenset(cast[key].id for key in members)
        ids[slug] = save_desk(DeskDetails(slug, *DESKS[slug], hours, member_ids=people)).id
    for rule in _rules(ids):
        add_rule(rule)
    today = local(now).date()
    add_absence(
        person_id=cast["conseiller"].id,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=5),
        substitute_id=cast["conseillere"].id,
    )


def _rules(ids: dict[str, int]) -> list[Rule]:
    schools = frozenset({get_by_code("ad-06").id})
    return [
        _rule("Tout le reste", ids["accueil"]),
        _rule("Données exposées", ids["donnees"], Priority.HIGH, categories=frozenset({"donnees"})),
        _rule("Discrétion demandée", ids["adherents"], confidential=True),
        _rule("Coopératives scolaires", ids["comptes"], ancestor_ids=schools),
        _rule(
            "Séries de rejets",
            ids["prelevements"],
            Priority.HIGH,
            subcategories=frozenset({"mandat/mandat-perdu", "mandat/sequence"}),
        ),
        _rule(
            "Prélèvements et rejets",
            ids["prelevements"],
            categories=frozenset({"prelevement", "mandat", "impaye", "remise"}),
        ),
        _rule(
            "Fonds et cartes",
            ids["comptes"],
            categories=frozenset({"fonds", "carte-especes-cheques", "facturation"}),
        ),
        _rule("Accès", ids["acces"], categories=frozenset({"acces", "affiliation"})),
        _rule("Conseil", ids["adherents"], categories=frozenset({"conseil"})),
        _rule("En anglais", ids["adherents"], languages=frozenset({"en"})),
    ]


def _rule(name: str, desk_id: int, priority: Priority = Priority.NORMAL, **conditions: object) -> Rule:
    return Rule(id=0, position=0, name=name, desk_id=desk_id, priority=priority, **conditions)  # type: ignore[arg-type]
