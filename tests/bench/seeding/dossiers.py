"""Many dossiers out of a few that were opened the usual way: same columns, other people and days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.core.identifiers import new_reference, token_hash
from helpdesk.core.topics import TOPICS
from helpdesk.db import Base, db
from helpdesk.organisations.models import Organisation
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import State
from helpdesk.tickets.models import Entry, FollowLink, Ticket
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.readying import Complaint
from helpdesk.tickets.rules import EntryKind, Status
from tests.bench.seeding.rows import Row, next_id, read_rows, write_rows

MODELS = 60
"""How many dossiers are opened the usual way, to be copied."""
MESSAGES = 4
LONG_EVERY, LONG_MESSAGES = 200, 20
"""Among the dossiers at work, every 200th has 20 messages."""
ACTIVE = 2_000
THREE_YEARS = timedelta(days=3 * 365)
STATES_AT_WORK = (Status.NEW, Status.OPEN, Status.OPEN, Status.OPEN, Status.WAITING, Status.ESCALATED)
SUBJECTS = (
    "Deux prélèvements en novembre",
    "Cotisation prélevée après mon départ",
    "Où en est le remboursement ?",
    "Mandat introuvable pour un adhérent",
    "Remise rejetée : code AM04",
    "Carte de la coopérative jamais reçue",
    "Connexion impossible depuis le changement de trésorier",
    "Acompte de 450 € à verser avant le séjour",
)
SENTENCES = (
    "Deux prélèvements sont passés ce mois-ci sur mon compte, pour la même cotisation.",
    "J’ai écrit à la plateforme de collecte il y a dix jours et je n’ai pas de réponse.",
    "Le mandat a été signé en janvier ; la référence unique ne figure pas sur le relevé.",
    "Merci de me dire si le remboursement est automatique ou si je dois le demander à ma banque.",
    "Le départ en séjour est la semaine prochaine et l’acompte n’est toujours pas versé.",
    "Nous avons vérifié le fichier de remise : dix adhérents sont touchés.",
)


@dataclass(frozen=True)
class Models:
    """Rows that the program wrote for a few dossiers, by dossier."""

    tickets: list[Row]
    entries: dict[int, list[Row]]
    links: dict[int, Row]
    mails: list[Row]


def multiply_dossiers(wanted: int, now: datetime, random: Random, *, active: int = ACTIVE) -> None:
    """Add dossiers until there are `wanted`, `active` of them at work, with their history, link and mail."""
    models = _models(now, random)
    missing = wanted - len(models.tickets)
    tickets = list(_tickets(models, missing, min(active, missing // 2), now, random))
    write_rows(Ticket, tickets)
    write_rows(Entry, _entries(models, tickets, random))
    write_rows(FollowLink, _links(models, tickets))
    write_rows(OutgoingMail, _mails(models, tickets))


def long_references() -> list[str]:
    """Return the references of the dossiers at work that have 20 messages, oldest first."""
    query = select(Ticket.reference).where(Ticket.vendor_reference == "long").order_by(Ticket.id)
    return list(db.session.scalars(query))


def _models(now: datetime, random: Random) -> Models:
    subjects = [(topic.slug, sub.slug) for topic in TOPICS.values() for sub in topic.subtopics]
    for number, (category, subcategory) in enumerate(islice(cycle(subjects), MODELS)):
        complaint = Complaint(
            category=category,
            subcategory=subcategory,
            subject=random.choice(SUBJECTS),
            body=_text(random),
            name=f"Dominique Dupont {number}",
            email=f"membre{number}@example.org",
            callback_wanted=number % 4 == 0,
            phone="+33199001234",
        )
        open_ticket(complaint, now=now - timedelta(hours=4 * number))
    tickets = read_rows(Ticket)
    links, entries = read_rows(FollowLink), read_rows(Entry)
    return Models(
        tickets,
        {row["id"]: [each for each in entries if each["ticket_id"] == row["id"]] for row in tickets},
        {each["ticket_id"]: each for each in links},
        read_rows(OutgoingMail),
    )


def _text(random: Random) -> str:
    return "\n\n".join(" ".join(random.sample(SENTENCES, 3)) for _ in range(2))


def _tickets(models: Models, count: int, active: int, now: datetime, random: Random) -> Iterator[Row]:
    first = next_id(Ticket)
    agents = list(db.session.scalars(select(Person.id).order_by(Person.id)))
    organisations = list(db.session.execute(select(Organisation.id, Organisation.name)))
    references = {row["reference"] for row in models.tickets}
    for number in range(first, first + count):
        like = models.tickets[number % len(models.tickets)]
        while (reference := new_reference(random)) in references:
            pass
        references.add(reference)
        at_work = number >= first + count - active
        moved = _at_work(like, number, agents, random) if at_work else _done(like, now, agents, random)
        organisation_id, name = (
            random.choice(organisations) if number % 5 else (None, like["organisation_text"])
        )
        yield {
            **like,
            **moved,
            "id": number,
            "reference": reference,
            "requester_name": f"Dominique Dupont {number}",
            "requester_email": f"membre{number}@example.org",
            "requester_phone": f"+3319900{number % 10_000:04}",
            "organisation_id": organisation_id,
            "organisation_text": name,
            "confidential": number % 50 == 1,
        }


def _at_work(like: Row, number: int, agents: list[int], random: Random) -> Row:
    status = random.choice(STATES_AT_WORK)
    due_at = like["due_at"] and like["due_at"] + timedelta(minutes=random.randrange(-600, 3_000))
    return {
        "status": status,
        "assignee_id": None if status is Status.NEW else random.choice(agents),
        "due_at": None if status is Status.WAITING else due_at,
        "vendor_reference": "long" if number % LONG_EVERY == 0 else "",
    }


def _done(like: Row, now: datetime, agents: list[int], random: Random) -> Row:
    created_at = now - timedelta(days=2) - random.random() * THREE_YEARS
    resolved_at = created_at + random.random() * timedelta(days=6)
    is_resolved = resolved_at > now - timedelta(days=7)
    return {
        "status": Status.RESOLVED if is_resolved else Status.CLOSED,
        "assignee_id": random.choice(agents),
        "created_at": created_at,
        "first_answered_at": created_at + timedelta(hours=2),
        "resolved_at": resolved_at,
        "closed_at": None if is_resolved else resolved_at + timedelta(days=7),
        "updated_at": resolved_at if is_resolved else resolved_at + timedelta(days=7),
        "due_at": None,
        "vendor_reference": "",
    }


def _entries(models: Models, tickets: list[Row], random: Random) -> Iterator[Row]:
    number = next_id(Entry)
    for ticket in tickets:
        opening = models.entries[models.tickets[ticket["id"] % len(models.tickets)]["id"]]
        messages = LONG_MESSAGES if ticket["vendor_reference"] == "long" else MESSAGES
        more = (_message(ticket, opening[0], turn, random) for turn in range(1, messages))
        for line in (*opening, *more):
            created_at = ticket["created_at"] if "turn" not in line else line.pop("turn")
            yield {**line, "id": number, "ticket_id": ticket["id"], "created_at": created_at}
            number += 1


def _message(ticket: Row, complaint: Row, turn: int, random: Random) -> Row:
    by_agent = turn % 2 == 1 and ticket["assignee_id"] is not None
    return {
        **complaint,
        "kind": EntryKind.REPLY if by_agent else EntryKind.MESSAGE,
        "author_id": ticket["assignee_id"] if by_agent else None,
        "author_name": "Camille Conseil" if by_agent else ticket["requester_name"],
        "is_public": True,
        "body": _text(random),
        "event": None,
        "turn": ticket["created_at"] + timedelta(hours=turn),
    }


def _links(models: Models, tickets: list[Row]) -> Iterator[Row]:
    first = next_id(FollowLink)
    like = next(iter(models.links.values()))
    for number, ticket in enumerate(tickets, start=first):
        yield {
            **like,
            "id": number,
            "ticket_id": ticket["id"],
            "token_hash": token_hash(f"link {ticket['reference']}"),
            "created_at": ticket["created_at"],
            "expires_at": ticket["created_at"] + timedelta(days=365),
        }


def _mails(models: Models, tickets: list[Row]) -> Iterator[Row]:
    """One mail for each dossier, sent long ago: its body, which held the private link, is gone."""
    first, like = next_id(OutgoingMail), models.mails[0]
    for number, ticket in enumerate(tickets, start=first):
        yield {
            **like,
            "id": number,
            "message_id": f"<{number}@bench.example.org>",
            "bounce_token": str(number),
            "state": State.SENT,
            "to_address": ticket["requester_email"],
            "thread": f"ticket:{ticket['reference']}",
            "text": "",
            "markdown": "",
            "inserts": [],
            "created_at": ticket["created_at"],
            "not_before": ticket["created_at"],
            "sent_at": ticket["created_at"],
        }


def tables() -> tuple[type[Base], ...]:
    """Name the tables that grow with the number of dossiers."""
    return (Ticket, Entry, FollowLink, OutgoingMail)
