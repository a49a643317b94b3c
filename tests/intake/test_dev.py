"""Writing to the helpdesk in the demonstration, which has no mail server."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.app import create_app
from helpdesk.config import Mode
from helpdesk.db import db
from helpdesk.engines.mail.folder import list_delivered
from helpdesk.intake.filing.service import file_waiting
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.rules import Why
from helpdesk.outbox.delivery import deliver_due
from tests.builders import a_ticket


@pytest.fixture
def browser(app, settings):
    """A browser on the demonstration, which is another application on the same database."""
    demo = create_app(settings.model_copy(update={"mode": Mode.DEMO}))
    demo.config["WTF_CSRF_ENABLED"] = False
    yield demo.test_client()
    with demo.app_context():
        db.session.remove()
        db.engine.dispose()


def the_last_mail(now):
    # Another application wrote it: look at the database as it is now.
    db.session.rollback()
    file_waiting(now=now, worker="test")
    return db.session.scalars(select(IncomingMail).order_by(IncomingMail.id.desc()).limit(1)).one()


def test_a_mail_that_left_is_answered_in_the_browser(browser, now, tmp_path):
    ticket = a_ticket(now)
    deliver_due(now=now + timedelta(seconds=1), worker="test")
    letter = next(mail for mail in list_delivered(tmp_path / "mail") if mail.to == ticket.requester_email)
    address = f"/dev/mail/ecrire?a={letter.id}"
    assert letter.to in browser.get(address).text

    done = browser.post(address, data={"sender": letter.to, "subject": "Re", "text": "Voici ma réponse"})

    assert done.status_code == 302
    row = the_last_mail(now + timedelta(days=1))
    assert (row.why, row.ticket_id, row.visible) == (Why.MEMBER_WROTE, ticket.id, "Voici ma réponse")


def test_a_new_mail_is_written_in_the_browser(browser, people, now):
    a_ticket(now)

    assert (
        browser.post("/dev/mail/ecrire", data={"sender": "pas une adresse", "text": "x"}).status_code == 422
    )
    browser.post(
        "/dev/mail/ecrire", data={"sender": "odile@example.org", "subject": "Aide", "text": "Bonjour"}
    )

    assert the_last_mail(now + timedelta(days=1)).why is Why.OPENED


def test_nobody_writes_so_on_a_real_installation(client):
    assert client.get("/dev/mail/ecrire").status_code == 404
