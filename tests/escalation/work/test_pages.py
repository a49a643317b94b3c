import re
from datetime import timedelta

import pytest

from helpdesk.core.clock import local
from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.proposals.service import ask, dismiss
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Move, State
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk
from tests.escalation.cases import (
    a_grave_ticket,
    a_sent_escalation,
    copies,
    escalations,
    links,
    mails,
    sent,
    spaced,
)
from tests.people import signed_in

A_WEEK_AGO = timedelta(days=20)


@pytest.fixture
def ticket(app, people):
    a_desk("accueil", people.agent)
    return a_grave_ticket(clock_now() - A_WEEK_AGO, vendor_reference="A-1")


@pytest.fixture
def desk(client, people):
    return signed_in(client, people.agent)


def hidden(html, prefix=""):
    names = (f"{prefix}version", f"{prefix}key")
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)[1] for name in names}


def in_days(number):
    return (local(clock_now()).date() + timedelta(days=number)).isoformat()


def form(html, **what_matters):
    usual = {
        **hidden(html),
        "summary": "Quoi : deux débits.",
        "asks-0-text": "Reverser le second débit",
        "asks-0-by": in_days(3),
        "tried": "Assistance appelée hier.",
        "confirmed": "y",
    }
    return {**usual, **what_matters}


def address(ticket):
    return f"/bureau/dossiers/{ticket.reference}/saisine"


def test_the_draft_is_filled_from_the_facts(desk, ticket):
    html = spaced(desk.get(address(ticket)).text)

    assert "Quoi : Prélèvement de la cotisation · Prélevé deux fois." in html
    assert "12 adhérents touchés" in html
    assert "Reverser le second prélèvement et rembourser les frais" in html
    assert "référence A-1, sans résultat noté au dossier" in html
    assert 'value="20' in html
    assert "Mélanie" not in html


def test_what_the_guard_lacks_is_said_with_how_to_mend_it(desk, people):
    mild = a_grave_ticket(clock_now(), members_touched=1, amount_cents=4200)

    html = desk.get(address(mild)).text

    assert "Relevez d’abord la gravité" in html
    assert "Dites ce qui a été tenté" in html
    assert "puis cochez la confirmation" in html


def test_both_texts_are_shown_before_they_leave_and_nothing_is_sent(desk, ticket):
    data = form(
        desk.get(address(ticket)).text, preview="1", summary="Mme Membre, FR76 3000 6000 0112 3456 7890 189"
    )

    answer = desk.post(address(ticket), data=data)

    assert answer.status_code == 200
    preview = answer.text.split('id="apercu"')[1]
    assert "[nom masqué], FR76 •••• 0189" in preview
    assert "Membre" not in preview
    assert "Transférable à la banque" in preview
    assert escalations() == []
    assert mails("sent") == []


def test_confirming_sends_one_mail_and_shows_the_frozen_text(desk, ticket):
    answer = desk.post(address(ticket), data=form(desk.get(address(ticket)).text))

    html = desk.get(answer.location).text
    assert len(mails("sent")) == 1
    assert copies()[0].sha256 in html
    assert "Reverser le second débit" in html
    assert desk.get(address(ticket)).location == answer.location


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"summary": ""}, "Écrivez le résumé"),
        ({"asks-0-by": ""}, "Donnez un jour à cette demande"),
        ({"asks-0-by": in_days(-1)}, "à partir d’aujourd’hui"),
        ({"asks-0-by": "9999-12-31"}, "dans l’année qui vient"),
        ({"asks-0-by": "demain"}, "Écrivez une date"),
        ({"asks-0-text": ""}, "Écrivez ce qui est demandé"),
        ({"asks-0-text": "a" * 301}, "trop long"),
        ({"asks-77777777-text": "x", "asks-77777777-by": "y"}, ""),
        ({"asks-²-text": "x"}, ""),
        ({f"asks-{'9' * 5000}-text": "x"}, ""),
        ({"version": "9" * 300}, ""),
        ({"summary": "a" * 2001}, "trop long"),
        ({"confirmed": ""}, "cochez la confirmation"),
        ({"tried": ""}, "ce qui a été tenté"),
        ({"version": "x"}, ""),
        ({"key": ""}, ""),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(desk, ticket, wrong, sentence):
    data = form(desk.get(address(ticket)).text, **{"untried_because": "", **wrong})

    answer = desk.post(address(ticket), data={**data, "asks-1-text": "Gardez ceci", "asks-1-by": ""})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Gardez ceci" in answer.text
    assert mails("sent") == []


def test_an_escalation_asks_for_something(desk, ticket):
    data = form(desk.get(address(ticket)).text, **{"asks-0-text": "", "asks-0-by": ""})

    answer = desk.post(address(ticket), data=data)

    assert answer.status_code == 422
    assert "Écrivez au moins une demande" in answer.text


def test_a_proposal_is_listed_then_set_aside_with_a_reason(desk, ticket):
    propose_due(now=clock_now())
    (proposal,) = escalations()
    assert ticket.reference in desk.get("/bureau/escalades").text
    data = {f"dismiss-{name}": value for name, value in hidden(desk.get(address(ticket)).text).items()}

    without = desk.post(f"/bureau/escalades/{proposal.id}/ecarter", data={**data, "dismiss-reason": ""})
    given = desk.post(
        f"/bureau/escalades/{proposal.id}/ecarter", data={**data, "dismiss-reason": "Réglé demain"}
    )

    assert (without.status_code, given.status_code) == (422, 303)
    assert "Dites pourquoi" in without.text
    assert escalations()[0].state is State.DISMISSED
    assert ticket.reference in desk.get("/bureau/escalades?vue=terminees").text
    assert "Réglé demain" in desk.get(f"/bureau/escalades/{proposal.id}").text


def test_a_form_seen_before_the_member_asked_is_refused_with_the_text_kept(desk, ticket):
    propose_due(now=clock_now())
    data = form(desk.get(address(ticket)).text, summary="Mon résumé à moi")
    ask(ticket.id, "Je suis à découvert", now=clock_now())

    answer = desk.post(address(ticket), data=data)
    again = desk.post(address(ticket), data={**data, **hidden(answer.text)})

    assert answer.status_code == 409
    assert "Je suis à découvert" in answer.text
    assert "Mon résumé à moi" in answer.text
    assert again.status_code == 303


@pytest.mark.parametrize("tab", ["a-confirmer", "en-attente", "terminees"])
def test_every_list_opens_empty_or_not(desk, ticket, tab):
    assert desk.get(f"/bureau/escalades?vue={tab}").status_code == 200


def test_a_list_that_does_not_exist_is_not_found(desk):
    assert desk.get("/bureau/escalades?vue=autre").status_code == 404


def test_a_confidential_dossier_is_seen_by_its_desk_and_supervisors_alone(client, people):
    a_desk("accueil", people.agent)
    secret = a_grave_ticket(clock_now(), confidential=True)
    escalation = sent(secret, people.agent, now=clock_now())
    pages = (address(secret), f"/bureau/escalades/{escalation.id}")

    def statuses(who):
        signed_in(client, who)
        listed = secret.reference in client.get("/bureau/escalades?vue=en-attente").text
        return [client.get(page).status_code for page in pages], listed

    assert statuses(people.colleague) == ([404, 404], False)
    assert statuses(people.agent) == ([302, 200], True)
    assert statuses(people.supervisor) == ([302, 200], True)


@pytest.mark.parametrize("role", ["treasurer", "editor", "administrator", "sysadmin", "stranger"])
def test_others_do_not_find_the_agents_pages(client, ticket, people, role):
    signed_in(client, getattr(people, role))

    for page in (address(ticket), "/bureau/escalades", "/bureau/escalades/1"):
        assert client.get(page).status_code == 404
    assert client.post(address(ticket)).status_code == 404


def test_only_a_supervisor_takes_the_links_back(client, people):
    escalation = a_sent_escalation(clock_now(), people.agent)
    page = f"/bureau/escalades/{escalation.id}/liens"

    assert signed_in(client, people.agent).post(page).status_code == 404
    assert signed_in(client, people.supervisor).post(page).status_code == 303

    db.session.rollback()
    assert all(link.revoked_at for link in links())
    assert "Retiré" in client.get(f"/bureau/escalades/{escalation.id}").text


def test_the_dossier_page_shows_the_proposal_then_where_it_stands(desk, ticket, people):
    page = f"/bureau/dossiers/{ticket.reference}"
    assert "Saisine" not in desk.get(page).text.split('id="historique"')[0].split("t-head")[1]
    propose_due(now=clock_now())
    assert "Saisine de l’administration confédérale proposée" in desk.get(page).text

    desk.post(address(ticket), data=form(desk.get(address(ticket)).text))

    shown = spaced(desk.get(page).text)
    assert "Envoyée, sans accusé de réception" in shown
    assert "réponse attendue avant le" in shown


def test_the_dossier_page_tells_who_took_charge_and_why_a_proposal_was_dismissed(desk, ticket, people):
    page = f"/bureau/dossiers/{ticket.reference}"
    propose_due(now=clock_now())
    dismiss(escalations()[0].id, "Réglé demain", by=people.agent, version=1, now=clock_now())
    escalation = sent(db.session.get_one(Ticket, ticket.id), people.agent, now=clock_now())
    act(escalation.id, Word(move=Move.TAKE_CHARGE, actor="a", version=2, key="k"), now=clock_now())

    shown = spaced(desk.get(page).text)

    assert "Proposition de saisine écartée : Réglé demain" in shown
    assert "L’administration confédérale prend le dossier en charge" in shown


def test_a_resolved_dossier_says_to_reopen_it_first(desk, ticket):
    row = db.session.get_one(Ticket, ticket.id)
    row.status = "resolved"
    db.session.commit()

    assert "rouvrez-le avant de saisir" in desk.get(address(ticket)).text


def test_a_reference_that_does_not_exist_is_not_found(desk):
    for reference in ("ZZZ-999", "x", "a" * 300, "%27"):
        assert desk.get(f"/bureau/dossiers/{reference}/saisine").status_code == 404


def test_the_proposal_of_a_dossier_resolved_meanwhile_waits_for_nobody(desk, ticket):
    propose_due(now=clock_now())
    row = db.session.get_one(Ticket, ticket.id)
    row.status = "resolved"
    db.session.commit()

    assert ticket.reference not in desk.get("/bureau/escalades").text
