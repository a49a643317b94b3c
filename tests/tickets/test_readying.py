"""What a complaint becomes before it is stored: masked, routed, judged, timed."""

from datetime import date, timedelta

import pytest
from flask import Flask

from helpdesk.core.errors import Refused
from helpdesk.core.masking import Kind
from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.rules import Priority
from tests.builders import a_complaint, a_desk, a_rule, an_organisation, lines_of


def test_the_first_rule_that_fits_gives_desk_and_priority(app: Flask, now):
    first, last = a_desk("comptes"), a_desk("accueil")
    a_rule(first, position=1, subcategories=["prelevement/double-debit"], priority=Priority.HIGH)
    a_rule(last, position=2)

    fits = open_ticket(a_complaint(), now=now).ticket
    does_not = open_ticket(a_complaint(subcategory="non-preleve"), now=now).ticket

    assert (fits.desk_id, fits.priority) == (first.id, Priority.HIGH)
    assert (does_not.desk_id, does_not.priority) == (last.id, Priority.NORMAL)


def test_a_rule_may_look_at_what_stands_above_the_organisation(app: Flask, now):
    federation = an_organisation(now, "Fédération")
    union = an_organisation(now, "Syndicat", parent=federation, department="69")
    desk = a_desk("comptes")
    a_rule(desk, position=1, ancestor_ids=[federation.id])
    a_rule(a_desk("accueil"), position=2)

    ticket = open_ticket(a_complaint(organisation_id=union.id), now=now).ticket

    assert ticket.desk_id == desk.id
    assert ticket.organisation_text == "Syndicat"


def test_an_organisation_that_does_not_exist_is_left_out(app: Flask, now):
    a_rule(a_desk())

    ticket = open_ticket(
        a_complaint(organisation_id=999, organisation_text="UL de Nulle-Part"), now=now
    ).ticket

    assert (ticket.organisation_id, ticket.organisation_text) == (None, "UL de Nulle-Part")


def test_a_closed_desk_takes_nothing(app: Flask, now):
    closed = a_desk("comptes")
    closed.closed_on = now.date()
    db.session.commit()
    a_rule(closed, position=1)
    reception = a_desk("accueil")

    assert open_ticket(a_complaint(), now=now).ticket.desk_id == reception.id


def test_without_any_desk_the_complaint_is_refused_with_a_sentence(app: Flask, now):
    with pytest.raises(Refused) as refused:
        open_ticket(a_complaint(), now=now)

    assert refused.value.status == 503


def test_secrets_are_masked_wherever_they_are_typed(app: Flask, now):
    a_desk()
    iban, card = "FR76 3000 6000 0112 3456 7890 189", "4111 1111 1111 1111"

    opened = open_ticket(
        a_complaint(body=f"Mon IBAN {iban}", subject=f"Carte {card}", vendor_reference=iban), now=now
    )

    stored = " ".join(
        [opened.ticket.subject, opened.ticket.vendor_reference, lines_of(opened.ticket)[0].body]
    )
    assert opened.masked == {Kind.IBAN, Kind.CARD}
    assert "3456" not in stored.replace(" ", "")
    assert "FR76 •••• 0189" in stored


def test_a_call_back_is_due_within_72_hours(app: Flask, now):
    a_desk()

    ticket = open_ticket(a_complaint(callback_wanted=True, callback_slot="Le matin"), now=now).ticket

    assert ticket.callback_due_at == now + timedelta(hours=72)


def test_facts_make_it_serious(app: Flask, now):
    a_desk()

    ticket = open_ticket(
        a_complaint(members_touched=12, amount_cents=240_00, debit_on=date(2026, 11, 5)), now=now
    ).ticket

    assert ticket.severity is Severity.S2
    assert {reason["cause"] for reason in ticket.severity_reasons} == {"many_members", "money", "topic"}
