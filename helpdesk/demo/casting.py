"""Turning a kind of complaint into one that a person files: names, amounts, days, organisation."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from helpdesk.core.clock import local
from helpdesk.core.identifiers import fold_key
from helpdesk.demo.complaints import OF_UNIONS, Story
from helpdesk.demo.school_complaints import OF_SCHOOLS
from helpdesk.demo.words import FIRST_NAMES, LAST_NAMES
from helpdesk.organisations.models import Organisation
from helpdesk.tickets.readying import Complaint
from helpdesk.web.filters import money

RUN_DAY = 5
"""Day of the month on which dues are collected."""

STORIES = (*OF_UNIONS, *OF_SCHOOLS)

OF_THE_TREASURER = frozenset({5, 23, 41, 59, 97})
"""The dossiers opened from the mailbox of the treasurer who may sign in, so that « Mes dossiers » shows some."""


@dataclass(frozen=True)
class Filed:
    """A complaint and the kind it is of."""

    story: Story
    complaint: Complaint


class Casting:
    """Invents complaints, always the same ones for one seed."""

    def __init__(self, random: Random, unions: list[Organisation], schools: list[Organisation]) -> None:
        self.random = random
        self.unions = unions
        self.schools = schools

    def file(self, at: datetime, number: int) -> Filed:
        """Return what somebody sends at the instant `at`."""
        story = self.random.choices(STORIES, [one.weight for one in STORIES])[0]
        organisation = self.random.choice(self.schools if story.school else self.unions)
        facts = self._facts(story, local(at).date())
        words = self._words(facts, organisation)
        complaint = Complaint(
            category=story.category,
            subcategory=story.subcategory,
            subject=story.subject.format(**words),
            body=story.body.format(**words),
            submission_key=f"demo-{number}",
            **self._requester(number),
            **self._organisation(organisation),
            **facts,
        )
        return Filed(story, complaint)

    def _facts(self, story: Story, today: date) -> dict[str, Any]:
        members = self.random.randint(*story.members) if story.members else None
        facts: dict[str, Any] = {
            "members_touched": members,
            "reason_code": story.reason_code,
            "amount_cents": self.random.randint(*story.amount_cents) if story.amount_cents else None,
            "debit_on": _last_run(today) if story.amount_cents else None,
        }
        if story.vendor_contacted and self.random.random() < 0.7:
            facts["vendor_reference"] = f"CAS-{self.random.randint(10_000, 99_999)}"
            facts["vendor_contacted_on"] = today - timedelta(days=self.random.randint(1, 4))
        if story.subcategory == "avance-urgente":
            facts["deadline_on"] = today + timedelta(days=self.random.randint(2, 12))
        return facts

    def _requester(self, number: int) -> dict[str, Any]:
        if number in OF_THE_TREASURER:
            return {"name": "Maïwenn Kerbrat", "email": "tresoriere@example.org"}
        first, last = self.random.choice(FIRST_NAMES), self.random.choice(LAST_NAMES)
        by_phone = self.random.random() < 0.12
        wants_call = by_phone or self.random.random() < 0.25
        return {
            "name": f"{first} {last}" if self.random.random() < 0.9 else "",
            "email": "" if by_phone else _mailbox(first, last, number),
            "phone": f"+3319900{1000 + number:04}" if wants_call else "",
            "callback_wanted": wants_call,
            "callback_slot": self.random.choice(("le matin", "entre 12 h et 14 h", "après 17 h"))
            if wants_call
            else "",
            "confidential": self.random.random() < 0.12,
            "no_voicemail": self.random.random() < 0.1,
        }

    def _organisation(self, organisation: Organisation) -> dict[str, Any]:
        if self.random.random() < 0.1:
            return {"organisation_text": "une petite section près de chez moi"}
        return {"organisation_id": organisation.id}

    def _words(self, facts: dict[str, Any], organisation: Organisation) -> dict[str, str]:
        ran_on: date | None = facts["debit_on"]
        return {
            "amount": money(facts["amount_cents"] or 0),
            "n": str(facts["members_touched"] or 1),
            "day": f"{ran_on:%d/%m}" if ran_on else "5 du mois",
            "org": organisation.name,
        }


def _last_run(today: date) -> date:
    """Return the last day on which dues were collected."""
    run = today.replace(day=RUN_DAY)
    return run if run <= today else (run.replace(day=1) - timedelta(days=1)).replace(day=RUN_DAY)


def _mailbox(first: str, last: str, number: int) -> str:
    """Invent an address; without accents, since few servers take others."""
    return f"{fold_key(first)}.{fold_key(last.split('-', maxsplit=1)[0])}{number}@example.org".replace(
        " ", ""
    )
