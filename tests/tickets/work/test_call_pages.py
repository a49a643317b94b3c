"""Calls noted, and a dossier opened for a caller."""

import pytest
from sqlalchemy import func, select

from helpdesk.db import db
from helpdesk.tickets.models import Ticket
from tests.tickets.work.desk_pages import fields_of, opened, refreshed


def test_a_call_is_noted(at_work):
    ticket = opened(phone="+33199001234", callback_wanted=True)
    url = f"/bureau/dossiers/{ticket.reference}"

    at_work.post(
        f"{url}/appels", data={**fields_of(at_work.get(url).text), "outcome": "reached", "note": "Rassurée."}
    )

    assert refreshed(ticket).callback_done_at is not None
    assert "Rassurée." in at_work.get(url).text


def test_a_caller_has_a_dossier_in_one_form(at_work, people):
    answer = at_work.post(
        "/bureau/dossiers/nouveau",
        data={
            "name": "Karim Haddad",
            "phone": "01 99 00 12 34",
            "organisation_text": "UL des Tilleuls",
            "topic": "prelevement/double-debit",
            "body": "Prélevé deux fois ?\nLe 5 novembre.",
            "outcome": "call_back",
        },
    )

    ticket = db.session.scalars(select(Ticket)).one()
    assert answer.location == f"/bureau/dossiers/{ticket.reference}"
    assert (ticket.subject, ticket.requester_phone) == ("Prélevé deux fois ?", "+33199001234")
    assert ticket.callback_due_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": ""},
        {"topic": "rien"},
        {"outcome": "rien"},
        {"phone": "12"},
        {"email": "nul"},
        {"outcome": "call_back", "phone": ""},
        {"outcome": ""},
        {"outcome": "answered", "answer": ""},
        {"outcome": "answered", "answer": "   "},
        {"outcome": "forwarded", "email": ""},
        {"body": "x" * 10_001},
        {"name": "x" * 121},
    ],
)
def test_a_caller_form_that_is_wrong_comes_back_as_typed(at_work, wrong):
    good = {
        "name": "Karim",
        "email": "karim@example.org",
        "topic": "autre",
        "body": "Bonjour",
        "outcome": "forwarded",
    }

    answer = at_work.post("/bureau/dossiers/nouveau", data={**good, **wrong})

    assert answer.status_code == 422
    assert "Karim" in answer.text or "name" in wrong
    assert db.session.scalar(select(func.count(Ticket.id))) == 0


def test_the_caller_form_sent_twice_opens_one_dossier(at_work):
    data = {
        "name": "Karim",
        "topic": "autre",
        "body": "Bonjour",
        "outcome": "answered",
        "answer": "Oui.",
        "submission_key": "k" * 43,
    }

    at_work.post("/bureau/dossiers/nouveau", data=data)
    at_work.post("/bureau/dossiers/nouveau", data=data)

    assert db.session.scalar(select(func.count(Ticket.id))) == 1


def test_no_end_of_a_call_is_chosen_beforehand(at_work):
    page = at_work.get("/bureau/dossiers/nouveau").text

    assert 'value="answered"' in page
    assert "checked" not in page.split('id="outcome"')[1].split("</fieldset>")[0]


def test_who_wants_no_answer_leaves_neither_telephone_nor_mailbox_and_colleagues_read_it(at_work):
    data = {"topic": "autre", "body": "Un signalement.", "outcome": "forwarded", "wants_no_answer": "y"}

    answer = at_work.post("/bureau/dossiers/nouveau", data=data, follow_redirects=True)

    assert "La personne ne souhaite pas être recontactée." in answer.text
    assert db.session.scalars(select(Ticket)).one().status == "new"
