"""What of a mail is forgotten in time, and what goes with its dossier."""

from sqlalchemy import delete, func, select

from helpdesk.db import db
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.rules import State
from helpdesk.intake.upkeep import forget_old
from helpdesk.tickets.models import Ticket
from tests.intake.mails import a_mail


def test_raw_bytes_are_forgotten_in_time_and_the_words_stay(agent, take, held, now, app):
    filed = take(a_mail("Bonjour à tous"))
    later = now.replace(year=2027, month=6)

    assert forget_old(now=later) == 1

    page = agent.get(f"/bureau/courrier-recu/{filed.id}")
    assert "Bonjour à tous" in page.text
    assert "L’original a été effacé" in page.text
    assert agent.get(f"/bureau/courrier-recu/{filed.id}/brut").status_code == 404
    # Nobody has decided about this one yet: its bytes are the only copy of its files.
    assert agent.get(f"/bureau/courrier-recu/{held.id}/brut").status_code == 200


def test_a_mail_that_asked_for_nothing_is_forgotten_whole(take, now):
    machine = take(a_mail("Je suis absent.", Auto_Submitted="auto-replied"))
    assert (machine.state, machine.ticket_id) == (State.SILENT, None)
    mails = select(func.count()).select_from(IncomingMail)
    before = db.session.scalar(mails)

    forget_old(now=now.replace(year=2027, month=6))

    assert (before, db.session.scalar(mails)) == (1, 0)


def test_a_mail_goes_with_its_dossier_and_becomes_nobody_elses_to_read(take):
    mail = take(a_mail("Bonjour"))
    assert mail.ticket_id is not None

    db.session.execute(delete(Ticket).where(Ticket.id == mail.ticket_id))
    db.session.commit()

    assert db.session.scalar(select(func.count()).select_from(IncomingMail)) == 0
