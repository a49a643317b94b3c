"""What somebody is told once before a complaint leaves, and that it may leave all the same."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.tickets.complaint.rules import Announced, Claim, Kind, cautions_of
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk
from tests.people import signed_in
from tests.tickets.forms import send

ANNOUNCED = Announced(transfer_days=3, email_domain="@ecole.example.org")
TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("due_on", "late_on"),
    [
        # Three bank days after Monday the 16th is Thursday: late from Friday on.
        (date(2026, 11, 16), date(2026, 11, 20)),
        (date(2026, 11, 11), date(2026, 11, 17)),
        (date(2026, 11, 10), None),
        (None, None),
    ],
)
def test_funds_are_late_once_the_announced_bank_days_are_over(due_on, late_on):
    # Question-and-answer letter, autumn 2024: « cela peut prendre quelques jours ».
    found = list(cautions_of(Claim("fonds", "non-credite", due_on), ANNOUNCED, today=TODAY))

    assert [each.late_on for each in found] == ([late_on] if late_on else [])


@pytest.mark.parametrize(
    ("category", "subcategory", "email", "is_told"),
    [
        # « Exclusivement l’adresse personnelle professionnelle » (the same letter).
        ("carte-especes-cheques", "commande-carte", "ines@example.org", True),
        ("carte-especes-cheques", "", "ines@ECOLE.example.org", False),
        ("carte-especes-cheques", "", "ines@faux-ecole.example.org", True),
        ("carte-especes-cheques", "", "", False),
        ("affiliation", "renouvellement", "ines@example.org", True),
        ("fonds", "solde-a-transferer", "ines@example.org", True),
        ("fonds", "bloque", "ines@example.org", False),
        ("acces", "identite-kyc", "ines@example.org", True),
        ("acces", "connexion", "ines@example.org", False),
        ("prelevement", "double-debit", "ines@example.org", False),
    ],
)
def test_the_work_address_is_wanted_for_the_subjects_of_cooperatives_alone(
    category, subcategory, email, is_told
):
    found = list(cautions_of(Claim(category, subcategory, email=email), ANNOUNCED, today=TODAY))

    assert [each.kind for each in found] == ([Kind.OTHER_ADDRESS] if is_told else [])


def test_without_a_domain_every_address_will_do():
    claim = Claim("affiliation", email="ines@example.org")

    assert list(cautions_of(claim, Announced(email_domain=""), today=TODAY)) == []


def _tickets() -> int:
    return len(db.session.scalars(select(Ticket.id)).all())


def test_it_is_said_once_with_the_day_and_may_be_sent_all_the_same(client, app):
    a_desk()
    today = local(clock.now()).date()
    early = {"category": "fonds", "subcategory": "non-credite", "due_on": today.isoformat()}

    told = send(client, **early)
    sent = send(client, **early, knowing="y")

    assert told.status_code == 422
    assert "Ces fonds ne sont pas encore en retard" in told.text
    assert 'name="knowing"' in told.text
    assert "J’ai été prélevée deux fois" in told.text
    assert sent.status_code == 302
    assert _tickets() == 1


def test_what_is_late_is_sent_at_once(client, app):
    a_desk()
    long_ago = local(clock.now()).date() - timedelta(days=20)

    answer = send(client, category="fonds", subcategory="non-credite", due_on=long_ago.isoformat())

    assert answer.status_code == 302


def test_a_signed_in_person_is_told_of_their_own_address(client, people):
    a_desk()
    browser = signed_in(client, people.treasurer)

    answer = send(browser, category="affiliation", subcategory="renouvellement")

    assert answer.status_code == 422
    assert "@ecole.example.org" in answer.text
    assert send(browser, category="affiliation", subcategory="", knowing="y").status_code == 302
