"""A mail to the administration that came back: the next administrator gets the case, supervisors see it."""

from datetime import timedelta

from sqlalchemy import update

from helpdesk.db import db
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.follow_up.redirecting import redirect_due
from helpdesk.escalation.follow_up.rules import next_addressee
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import Move
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Lane, Reason, State
from helpdesk.outbox.service import Envelope, post
from helpdesk.tickets.undelivered import queries
from tests.escalation.cases import ADMINISTRATION, SECOND, a_sent_escalation, links, mails, signed_link_in
from tests.people import signed_in


def lose(address: str) -> None:
    """Let every mail to this address come back."""
    values = {"state": State.DEAD, "reason": Reason.UNKNOWN_ADDRESS}
    db.session.execute(update(OutgoingMail).where(OutgoingMail.to_address == address).values(values))
    db.session.commit()


def test_the_next_administrator_gets_the_case_at_once_and_once(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    lose(ADMINISTRATION)

    assert redirect_due(now=now + timedelta(minutes=1)) == 1
    assert redirect_due(now=now + timedelta(minutes=2)) == 0

    (mail,) = mails("redirected")
    assert (mail.to_address, mail.lane, mail.thread) == (SECOND, Lane.URGENT, f"escalation:{escalation.id}")
    assert signed_link_in(mail.text)
    assert [link.addressee for link in links()] == [ADMINISTRATION, SECOND]
    (told,) = mails("undelivered")
    assert told.to_address == people.supervisor.email
    assert "suivant" in told.text


def test_mails_about_cases_that_are_gone_hold_up_nobody(app, now, people, monkeypatch):
    monkeypatch.setattr(queries, "AT_MOST", 2)
    for number in range(5):
        about = Envelope(to=ADMINISTRATION, thread=f"escalation:{90 + number}")
        post("intake/unreadable", about, now=now)
    a_sent_escalation(now, people.agent)
    lose(ADMINISTRATION)

    assert redirect_due(now=now) == 1

    assert [mail.to_address for mail in mails("redirected")] == [SECOND]


def test_who_follows_is_an_administrator_with_an_account_then_nobody(app, now, people):
    a_sent_escalation(now, people.agent)
    for address in (ADMINISTRATION, SECOND, people.administrator.email):
        lose(address)
        redirect_due(now=now)

    assert [mail.to_address for mail in mails("redirected")] == [SECOND, people.administrator.email]
    assert "Appelez l’administration" in mails("undelivered")[-1].text


def test_what_was_acknowledged_is_passed_on_to_nobody(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    act(escalation.id, Word(move=Move.ACKNOWLEDGE, actor="a", version=2, key="k"), now=now)
    lose(ADMINISTRATION)

    assert redirect_due(now=now) == 0
    assert redirect_due(now=now) == 0

    assert mails("redirected") == mails("undelivered") == []


def test_supervisors_see_it_on_every_page_until_it_is_acknowledged(client, now, people):
    escalation = a_sent_escalation(now, people.agent)
    lose(ADMINISTRATION)
    redirect_due(now=now)
    banner = "Le courriel d’une saisine n’est pas arrivé"

    signed_in(client, people.supervisor)
    assert banner in client.get("/bureau/").text
    page = client.get(f"/bureau/escalades/{escalation.id}").text
    assert f"Le courriel à {ADMINISTRATION} n’est pas arrivé" in page
    assert f"Le cas a été adressé à {SECOND}" in page
    signed_in(client, people.sysadmin)
    assert banner not in client.get("/bureau/courriels/").text
    version = db.session.get(Escalation, escalation.id).version
    act(escalation.id, Word(move=Move.ACKNOWLEDGE, actor="a", version=version, key="k"), now=now)
    signed_in(client, people.supervisor)
    assert banner not in client.get("/bureau/").text


def test_the_next_is_the_first_whom_mail_reaches():
    assert next_addressee(["a", "b", "c"], {"a"}) == "b"
    assert next_addressee(["a", "b"], {"a", "b"}) is None
    assert next_addressee([], set()) is None
