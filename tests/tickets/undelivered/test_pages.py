"""What agents see of mail that does not arrive, and the address they correct."""

import pytest
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.tickets.models import FollowLink, Ticket
from helpdesk.tickets.undelivered.service import tell_undelivered
from tests.builders import a_desk, a_ticket, last_mail, lines_of, outgoing
from tests.people import signed_in
from tests.tickets.undelivered.test_service import MEMBER, give_up, refreshed


@pytest.fixture
def unreached(client, people) -> Ticket:
    a_desk("accueil", people.agent)
    signed_in(client, people.agent)
    now = clock.now()
    ticket = a_ticket(now, phone="+33199001234")
    give_up(MEMBER)
    tell_undelivered(now=now)
    return ticket


def corrected(client, ticket: Ticket, **values: str):
    lines = lines_of(ticket)
    seen = {"version": refreshed(ticket).version, "seen": max(line.id for line in lines)}
    return client.post(f"/bureau/dossiers/{ticket.reference}/coordonnees", data={**seen, **values})


def test_the_dossier_and_the_list_ask_to_telephone(client, unreached):
    page = client.get(f"/bureau/dossiers/{unreached.reference}").text
    inbox = client.get("/bureau/").text

    assert "Nos courriels n’arrivent pas à l’adhérent" in page
    assert "01\u00a099\u00a000\u00a012\u00a034" in page
    assert "À appeler" in inbox


def test_another_address_gets_a_link_and_the_earlier_links_end(client, unreached):
    answer = corrected(
        client, unreached, name="Mélanie Membre", email="m.membre@example.org", phone="01 99 00 12 34"
    )

    after = refreshed(unreached)
    assert answer.status_code == 302
    assert (after.requester_email, after.mail_failure) == ("m.membre@example.org", None)
    assert last_mail("tickets/link").to_address == "m.membre@example.org"
    links = list(db.session.scalars(select(FollowLink).order_by(FollowLink.id)))
    assert [link.revoked_at is None for link in links] == [False] * (len(links) - 1) + [True]
    assert unreached.reference in client.get("/bureau/?q=m.membre").text


def test_a_phone_alone_is_corrected_without_a_mail(client, unreached):
    before = len(outgoing())

    corrected(client, unreached, name="Mélanie Membre", email=MEMBER, phone="01 99 00 99 99")

    assert refreshed(unreached).requester_phone == "+33199009999"
    assert refreshed(unreached).mail_failure == "unknown_address"
    assert len(outgoing()) == before


def test_an_address_that_is_none_is_refused_and_kept(client, unreached):
    answer = corrected(client, unreached, name="", email="m.membre", phone="")

    assert answer.status_code == 422
    assert 'value="m.membre"' in answer.text
