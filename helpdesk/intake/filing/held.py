"""A mail that nobody can act on yet: to be checked by an agent, to be confirmed by its sender, or unreadable."""

from datetime import timedelta

from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.intake.filing.brake import take_leave
from helpdesk.intake.filing.case import Case, finish
from helpdesk.intake.guessing import guess_language
from helpdesk.intake.rules import State, Why
from helpdesk.outbox.service import Envelope, post
from helpdesk.tickets import history
from helpdesk.tickets.rules import EventKind

CONFIRM_LIFE = timedelta(days=7)


def hold(case: Case, why: Why) -> bool:
    """Keep the mail for an agent's eye; its dossier says that it waits, and nothing more changes there."""
    row, found = case.row, case.found
    if found is not None:
        row.ticket_id = found.ticket.id
        row.escalation_id = found.escalation.id if found.escalation else None
        history.record(
            found.ticket, EventKind.MAIL_HELD, now=case.now, mail=row.id, sender=case.sender.address
        )
    finish(row, State.TO_CHECK, why, now=case.now)
    return False


def ask_to_confirm(case: Case) -> bool:
    """Keep a colleague's mail, and send its supposed author a link to say that they wrote it."""
    row, address = case.row, case.sender.address
    row.person_id = case.sender.viewer.id if case.sender.viewer else None
    hold(case, Why.TO_CONFIRM)
    if take_leave(address, "confirm", now=case.now):
        token = new_token()
        row.confirm_hash, row.confirm_until = token_hash(token), case.now + CONFIRM_LIFE
        lang = case.sender.viewer.lang if case.sender.viewer else "fr"
        envelope = Envelope(to=address, lang=lang, auto_reply=True, useless_after=row.confirm_until)
        post("intake/confirm", envelope, now=case.now, token=token, until=row.confirm_until)
    return False


def quarantine(case: Case) -> bool:
    """Set apart what cannot be read, and tell its sender once, so that nobody waits in vain."""
    row, address = case.row, case.sender.address
    finish(row, State.QUARANTINED, Why.UNREADABLE, now=case.now)
    answerable = address and not (case.nature.automatic or case.nature.ours or case.nature.bounce)
    if answerable and row.answered_at is None and take_leave(address, "unreadable", now=case.now):
        row.answered_at = case.now
        envelope = Envelope(to=address, lang=guess_language(row.subject), auto_reply=True)
        post("intake/unreadable", envelope, now=case.now)
    return False
