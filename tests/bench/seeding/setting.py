"""Who works and who asks: organisations, desks with their agents, and the rules between them."""

from datetime import datetime
from random import Random

from sqlalchemy import select

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.core.identifiers import fold_key
from helpdesk.core.topics import DESKS, TOPICS
from helpdesk.db import db
from helpdesk.desks.models import Desk, DeskMember
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.rules import Family, Kind
from helpdesk.tickets.models import RoutingRule
from helpdesk.tickets.rules import Priority
from tests.bench.seeding.rows import next_id, write_rows

AGENTS = 12
ORGANISATIONS = 800
TOWNS = ("Rennes", "Lille", "Dijon", "Nantes", "Tours", "Metz", "Pau", "Brest", "Albi", "Caen")


def make_setting(now: datetime, random: Random, *, organisations: int = ORGANISATIONS) -> None:
    """Add desks, agents at two desks each, a rule for each category, and organisations."""
    desks = {slug: _desk(slug) for slug in sorted(DESKS)}
    db.session.flush()
    for number in range(AGENTS):
        person = Person(
            email=f"agent{number}@example.org", name=f"Camille Conseil {number}", created_at=now, lang="fr"
        )
        person.grants = [RoleGrant(role=Role.AGENT)]
        db.session.add(person)
        db.session.flush()
        for desk in random.sample(sorted(desks), 2):
            db.session.add(DeskMember(desk_id=desks[desk].id, person_id=person.id))
    for position, topic in enumerate(TOPICS.values(), start=1):
        db.session.add(
            RoutingRule(
                position=position,
                name=f"Règle {position}",
                conditions={"categories": [topic.slug]},
                desk_id=desks[topic.default_desk].id,
                priority=Priority.NORMAL,
            )
        )
    db.session.commit()
    _make_organisations(organisations, now, random)


def _desk(slug: str) -> Desk:
    desk = db.session.scalar(select(Desk).where(Desk.slug == slug)) or Desk(slug=slug, name=slug.capitalize())
    db.session.add(desk)
    return desk


def _make_organisations(count: int, now: datetime, random: Random) -> None:
    first = next_id(Organisation)
    names = [
        (number, f"Syndicat {number} de {random.choice(TOWNS)}") for number in range(first, first + count)
    ]
    write_rows(
        Organisation,
        (
            {
                "id": number,
                "code": f"SYN-{number}",
                "name": name,
                "short_name": "",
                "name_key": fold_key(name),
                "kind": Kind.UNION,
                "family": Family.UNION,
                "department": f"{random.randrange(1, 90):02}",
                "region": "",
                "town": name.rsplit(maxsplit=1)[-1],
                "postcode": "",
                "role_mailbox": "",
                "created_at": now,
            }
            for number, name in names
        ),
    )
