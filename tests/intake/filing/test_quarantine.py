"""What cannot be read is set apart, kept whole, and its sender is not left without a word."""

from helpdesk.db import db
from helpdesk.intake import deciding
from helpdesk.intake.filing import service
from helpdesk.intake.models import RawMail
from helpdesk.intake.reading import ReadMail
from helpdesk.intake.rules import State, Why
from tests.builders import outgoing
from tests.intake.mails import a_mail

NOISE = b"\x00\xff" * 500


def test_noise_is_set_apart_with_its_bytes(take):
    row = take(NOISE)

    assert (row.state, row.why) == (State.QUARANTINED, Why.UNREADABLE)
    assert db.session.get(RawMail, row.id).content == NOISE
    assert outgoing() == []


def test_the_sender_of_an_unreadable_mail_is_told_once(take, monkeypatch):
    unreadable = ReadMail(from_address="melanie.membre@example.org", error="Le corps est illisible.")
    monkeypatch.setattr(service.Reader, "read", lambda self, raw: unreadable)

    row = take(a_mail())
    deciding.read_again(row.id)
    row = take(a_mail("x", message_id="<two@x>"))

    assert row.state is State.QUARANTINED
    events = [(mail.event, mail.auto_reply) for mail in outgoing()]
    assert events.count(("intake/unreadable", True)) == 2
    assert len(events) == 2


def test_a_mail_is_read_again_when_somebody_asks(take, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(service.Reader, "read", lambda self, raw: ReadMail())
        row = take(a_mail())
    assert row.state is State.QUARANTINED

    deciding.read_again(row.id)
    take(a_mail("un autre"))

    db.session.refresh(row)
    assert (row.state, row.why) == (State.FILED, Why.OPENED)
