"""A mail to the administration that does not arrive is told in the history of its dossier."""

from sqlalchemy import update

from helpdesk.db import db
from helpdesk.escalation.follow_up.undelivered import tell_undelivered_escalations
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Reason, State
from helpdesk.tickets.event_labels import event_sentence
from tests.builders import lines_of
from tests.escalation.cases import ADMINISTRATION, a_sent_escalation, ticket_of


def test_a_dead_mail_to_the_administration_is_told_once(app, people, now):
    escalation = a_sent_escalation(now, people.agent)
    ticket = ticket_of(escalation)
    to_them = OutgoingMail.to_address == ADMINISTRATION
    db.session.execute(update(OutgoingMail).where(to_them).values(state=State.DEAD, reason=Reason.REJECTED))
    db.session.commit()

    assert tell_undelivered_escalations(now=now) == 1
    assert tell_undelivered_escalations(now=now) == 0

    last = lines_of(ticket)[-1]
    assert event_sentence(last.event) == (
        f"Un courriel n’est pas arrivé à {ADMINISTRATION}. Le serveur du destinataire refuse nos messages."
    )
    assert ticket_of(escalation).mail_failure is None
