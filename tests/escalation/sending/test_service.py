import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from helpdesk.core.errors import Refused, Stale
from helpdesk.db import db
from helpdesk.escalation.proposals.service import ask, dismiss
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Origin, State
from helpdesk.escalation.sending.service import Confirmation, confirm
from helpdesk.outbox.rules import Lane
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, Status
from helpdesk.tickets.work.calls import log_call
from helpdesk.tickets.work.holding import Seen
from helpdesk.tickets.work.rules import CallOutcome
from tests.escalation.cases import (
    ADMINISTRATION,
    IBAN,
    LATE,
    WORDS,
    a_grave_ticket,
    copies,
    escalations,
    events,
    links,
    mails,
    sent,
    spaced,
    steps,
)

RUM = "UL38-ADH-004821"


def confirmed(words=WORDS, **what_matters):
    return Confirmation(words=words, **{"confirmed": True, **what_matters})


def test_confirming_sends_exactly_one_mail_to_the_role_mailbox(app, now, people):
    ticket = a_grave_ticket(now)

    escalation = sent(ticket, people.agent, now=now)

    (mail,) = mails("sent")
    assert mail.to_address == ADMINISTRATION
    assert mail.lane is Lane.URGENT
    assert mail.thread == f"escalation:{escalation.id}"
    assert mail.subject == f"[Dossier {ticket.reference}] Réponse attendue le 23/11"
    assert (escalation.state, escalation.origin) == (State.SENT, Origin.AGENT)
    assert escalation.respond_by == date(2026, 11, 23)
    assert db.session.get_one(Ticket, ticket.id).status is Status.ESCALATED
    assert events(ticket)[-1] == "escalated"
    assert [(step.move, step.actor) for step in steps()] == [("send", people.agent.name)]


def test_the_mail_names_organisations_and_no_member_no_account_no_whole_mandate(app, now, people):
    ticket = a_grave_ticket(now, rum=RUM, organisation_text="UL des Tilleuls, Mélanie Membre")
    words = replace(
        WORDS,
        summary=f"Mme MEMBRE Mélanie (melanie.membre@example.org, 06 99 00 11 22), mandat {RUM}, IBAN {IBAN}.",
        tried="Membre a appelé : 01 99 00 33 44.",
    )

    sent(ticket, people.agent, now=now, words=words)

    (mail,) = mails("sent")
    for part in (mail.text, mail.markdown, *mail.inserts, copies()[0].text, str(copies()[0].sections)):
        for secret in (
            "Mélanie",
            "MEMBRE",
            "Membre ",
            "melanie.membre",
            RUM,
            "0112 3456",
            "99 00 11 22",
            "33 44",
        ):
            assert secret not in part, secret
    assert "UL des Tilleuls, [nom masqué]" in mail.text
    assert "FR76 •••• 0189" in mail.text
    assert "•••• 4821" in mail.text
    for word in ("Tilleuls", "double", "prélèvement", "123", "€", "FR76"):
        assert word not in mail.subject


def test_the_text_is_frozen_with_its_hash_as_the_mail_says_it_and_without_its_link(app, now, people):
    ticket = a_grave_ticket(now)

    sent(ticket, people.agent, now=now)

    (copy,) = copies()
    (mail,) = mails("sent")
    assert copy.text in mail.text
    assert copy.sha256 == hashlib.sha256(copy.text.encode()).hexdigest()
    assert copy.sha256 in mail.text
    assert "/saisine/" in mail.text
    assert "/saisine/" not in copy.text
    assert mail.useless_after == links()[0].expires_at == now + timedelta(days=30)


def test_facts_learnt_later_do_not_change_the_frozen_text(app, now, people):
    ticket = a_grave_ticket(now)
    sent(ticket, people.agent, now=now)
    before = copies()[0].text

    row = db.session.get_one(Ticket, ticket.id)
    row.amount_cents = 999
    db.session.commit()

    assert copies()[0].text == before
    assert "1\u202f234,56\xa0€" in before


def test_the_same_submit_twice_sends_once(app, now, people):
    ticket = a_grave_ticket(now)
    one = confirmed(key="k1")

    first = confirm(ticket.id, one, by=people.agent, now=now)
    second = confirm(ticket.id, one, by=people.agent, now=now)

    assert first.id == second.id
    assert len(mails("sent")) == len(copies()) == 1


def test_a_second_agent_cannot_send_what_was_sent(app, now, people):
    ticket = a_grave_ticket(now)
    sent(ticket, people.agent, now=now)

    with pytest.raises(Refused, match="déjà en cours"):
        confirm(ticket.id, confirmed(key="k2"), by=people.colleague, now=now)

    assert len(mails("sent")) == 1


def test_a_proposal_is_confirmed_with_its_grounds_and_those_that_hold_now(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)
    row = db.session.get_one(Ticket, ticket.id)
    row.agent_facts = {"double_debit_confirmed": True}
    db.session.commit()

    confirm(ticket.id, confirmed(version=1), by=people.agent, now=now + LATE)

    (escalation,) = escalations()
    assert escalation.state is State.SENT
    assert [each["ground"] for each in escalation.grounds] == ["E1", "E8"]
    assert "Double prélèvement confirmé" in copies()[0].text


@pytest.mark.parametrize(
    ("what_is_wrong", "words", "confirmed_by_hand", "sentence"),
    [
        ({"members_touched": 1, "amount_cents": 4200}, WORDS, True, "Relevez d’abord la gravité"),
        ({}, replace(WORDS, tried=""), True, "ce qui a été tenté"),
        ({}, WORDS, False, "cochez la confirmation"),
    ],
    ids=["not grave", "nothing tried", "not confirmed"],
)
def test_the_guard_refuses_with_what_is_missing_and_sends_nothing(
    app, now, people, what_is_wrong, words, confirmed_by_hand, sentence
):
    ticket = a_grave_ticket(now, **what_is_wrong)

    with pytest.raises(Refused, match=sentence):
        confirm(ticket.id, confirmed(words, confirmed=confirmed_by_hand), by=people.agent, now=now)

    assert mails("sent") == []
    assert escalations() == []


def test_a_reason_why_nothing_could_be_tried_is_enough(app, now, people):
    ticket = a_grave_ticket(now)
    words = replace(WORDS, tried="", untried_because="L’assistance est fermée jusqu’à lundi")

    sent(ticket, people.agent, now=now, words=words)

    assert "Non tenté\u00a0: L’assistance est fermée jusqu’à lundi" in mails("sent")[0].text


def test_a_resolved_dossier_must_be_reopened_first(app, now, people):
    ticket = a_grave_ticket(now)
    apply(lock_ticket(ticket.id), Action.RESOLVE, now=now)
    db.session.commit()

    with pytest.raises(Refused, match="rouvrez-le"):
        sent(ticket, people.agent, now=now)


def test_a_proposal_that_changed_meanwhile_is_read_again_first(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)
    ask(ticket.id, "Mon compte est à découvert", now=now + LATE)

    with pytest.raises(Stale):
        confirm(ticket.id, confirmed(version=1), by=people.agent, now=now + LATE)


def test_a_dismissed_proposal_cannot_be_confirmed_unseen(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)
    dismiss(escalations()[0].id, "Réglé demain", by=people.colleague, version=1, now=now + LATE)

    with pytest.raises(Stale):
        confirm(ticket.id, confirmed(version=1), by=people.agent, now=now + LATE)


def test_a_legal_window_that_closes_sets_the_day_of_the_subject(app, now, people):
    ticket = a_grave_ticket(now, debit_on=date(2026, 11, 11))

    sent(ticket, people.agent, now=now)

    (mail,) = mails("sent")
    assert mail.subject.endswith("Réponse attendue le 18/11")
    assert "jusqu’au 18 novembre 2026" in spaced(mail.text)
    assert "8 semaines après le débit) : jusqu’au 6 janvier 2027" in spaced(mail.text)


def test_a_dossier_with_discretion_keeps_its_organisation_from_the_bank(app, now, people):
    ticket = a_grave_ticket(now, confidential=True)

    sent(ticket, people.agent, now=now)

    sections = copies()[0].sections
    assert "Tilleuls" in str(sections["internal"])
    assert "ne contactez pas l’organisation" in str(sections["internal"])
    assert "Tilleuls" not in str(sections["bank"])


def test_reason_codes_are_explained(app, now, people):
    ticket = a_grave_ticket(now, reason_code="AM05")

    sent(ticket, people.agent, now=now)

    assert "AM05 – Opération en double" in mails("sent")[0].text


def test_one_cause_in_several_organisations_lists_them_all(app, now, people, organisations):
    first, *_others = [
        a_grave_ticket(now, organisation_id=each.id, members_touched=10 + number)
        for number, each in enumerate(organisations)
    ]

    sent(first, people.agent, now=now)

    text = spaced(mails("sent")[0].text)
    assert "UL des Tilleuls, département 38, 10 adhérents touchés" in text
    assert "UL de la Gare, département 38, 12 adhérents touchés" in text
    assert "Total : 3 703,68 €" in text


def test_a_member_who_asked_is_told_that_it_was_sent(app, now, people):
    ticket = a_grave_ticket(now)
    ask(ticket.id, "Mon compte est à découvert", now=now)

    confirm(ticket.id, confirmed(version=1), by=people.agent, now=now)

    (mail,) = mails("member")
    assert mail.to_address == "melanie.membre@example.org"
    assert "L’administration confédérale est saisie" in mail.text
    assert "découvert" not in mail.text


HOSTILE = [
    "{{ 7 * 7 }} {% include 'x' %}",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]( javascript:alert(1) ) [clic](http://evil.example)",
    "\r\nBcc: evil@example.org\r\n\r\nCorps",
    "insert-0-insert\n=====\n# Titre\n----\nObjet : autre",
    "«" * 1900,
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(app, now, people, hostile):
    ticket = a_grave_ticket(now, organisation_text=hostile[:150], vendor_reference=hostile[:60])
    words = replace(WORDS, summary=hostile, asks=((hostile[:290], date(2026, 11, 24)),), tried=hostile)

    sent(ticket, people.agent, now=now, words=words)

    (mail,) = mails("sent")
    assert mail.subject == f"[Dossier {ticket.reference}] Réponse attendue le 23/11"
    assert "\n" not in mail.subject
    assert "[clic](" not in mail.markdown
    assert "<script" not in mail.markdown
    assert "49" not in mail.text.replace(ticket.reference, "").split("SHA-256")[0].split("saisine/")[0]


def test_a_telephone_call_in_the_history_is_told_as_one(app, now, people):
    ticket = a_grave_ticket(now)
    seen = Seen(reference=ticket.reference, viewer=people.supervisor, version=ticket.version)
    log_call(seen, CallOutcome.REACHED, note="Le prestataire confirme.", now=now)

    sent(ticket, people.agent, now=now)

    assert "appel téléphonique" in mails("sent")[0].text
