"""A mail that cannot be filed leaves nothing behind, and holds up nobody."""

from datetime import timedelta

from helpdesk.db import db
from helpdesk.intake.rules import State, Why
from tests.intake.filing.dossiers import messages, token_of
from tests.intake.mails import MEMBER, a_mail


def test_nothing_of_a_mail_is_left_when_it_cannot_be_filed(take, ticket, now, monkeypatch, caplog):
    def breaks(*args, **kwargs):
        raise RuntimeError("out of luck")

    monkeypatch.setattr("helpdesk.intake.filing.written.finish", breaks)
    to = token_of(ticket, ticket.requester_email, now)
    row = take(a_mail("Réponse", sender=MEMBER, to=to))
    assert (row.state, messages(ticket)) == (State.RECEIVED, [])
    assert row.attempts == 1

    monkeypatch.undo()
    later = take(a_mail("Autre", sender=MEMBER, to=to), at=now + timedelta(minutes=2))
    assert later.why is Why.MEMBER_WROTE
    assert [line.body.strip() for line in messages(ticket)] == ["Réponse", "Autre"]


def test_a_mail_that_fails_every_time_is_set_apart_and_holds_up_nobody(take, ticket, now, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("out of luck")

    monkeypatch.setattr("helpdesk.intake.filing.written.finish", breaks)
    to = token_of(ticket, ticket.requester_email, now)
    row = take(a_mail("Réponse", sender=MEMBER, to=to))
    for minutes in range(2, 14, 2):
        take(a_mail(f"Neuf {minutes}"), at=now + timedelta(minutes=minutes))

    db.session.refresh(row)
    assert (row.state, row.why, row.attempts) == (State.QUARANTINED, Why.FAILED, 6)
