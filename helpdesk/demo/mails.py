"""Mail that comes in during the story, handed over as a mail server would: one of each kind that agents meet."""

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import select

from helpdesk.config import settings
from helpdesk.db import db
from helpdesk.intake.filing.service import file_waiting
from helpdesk.intake.storing import Delivery, keep
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status

OPENS = 2
"""How many of the mails open a dossier."""

NEW = (
    "Bonjour,\n\nLe prélèvement de ma cotisation est passé deux fois ce mois-ci, le 5 et le 9.\n"
    "Mon compte est à découvert, pouvez-vous me rembourser ?\n\nMerci d’avance\n\n-- \nOdile Marchetti\n"
    "section des Tilleuls\n"
)
TREASURER = (
    "Bonjour,\n\nJe n’ai jamais reçu le lien d’activation pour accéder au compte de notre union, et la collecte "
    "part vendredi.\n\nCordialement\n"
)
ANSWER = (
    "Bonjour,\n\nVoici ce que la banque me répond : rien de leur côté.\n\n"
    "Le mar. 3 nov. 2026 à 09:12, Service d’aide <aide@example.org> a écrit :\n"
    "> Bonjour,\n> Un conseiller vous a répondu.\n"
)
OTHER_MAILBOX = (
    "Bonjour,\n\nJe vous écris depuis l’adresse de mon conjoint, la mienne ne marche plus. "
    "Avez-vous du nouveau pour mon dossier ?\n"
)
ABSENT = "Je suis absente jusqu’au 30 novembre et répondrai à mon retour.\n"
DAMAGED = (
    b"X-Mailer: sauvegarde\r\nSubject: Releve de novembre\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Bonjour, voici le releve demande.\r\n"
)


def receive_mails(at: datetime) -> None:
    """Let the mails of the story come in and be filed."""
    for raw in _mails(at):
        keep(Delivery(raw=raw), now=at)
    while file_waiting(now=at, worker="demo"):
        pass


def _mails(at: datetime) -> Iterator[bytes]:
    yield _mail("Odile Marchetti <odile.marchetti@example.org>", "Prélevée deux fois", NEW, at)
    yield _mail("Lucien Aubertin <tresorier@example.org>", "Lien d’activation jamais reçu", TREASURER, at)
    yield DAMAGED
    ticket = _answered_dossier()
    if ticket is None:
        return
    thread, address = f"ticket:{ticket.reference}", ticket.requester_email
    keep_reply_token(thread, address, now=at)
    to = reply_address(thread, address) or settings().mail_from
    subject = f"Re: [Dossier {ticket.reference}] Nouvelle réponse"
    yield _mail(f"{ticket.requester_name} <{address}>", subject, ANSWER, at, to=to)
    yield _mail("Foyer Brunel <foyer.brunel@example.org>", subject, OTHER_MAILBOX, at, to=to)
    yield _mail(address, f"Réponse automatique : {subject}", ABSENT, at, to=to, auto_submitted="auto-replied")


def _answered_dossier() -> Ticket | None:
    """Return a dossier that waits for its member, who left an address."""
    query = (
        select(Ticket)
        .where(Ticket.status == Status.WAITING, Ticket.requester_email != "", ~Ticket.confidential)
        .order_by(Ticket.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _mail(
    sender: str, subject: str, text: str, at: datetime, *, to: str = "", auto_submitted: str = ""
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to or settings().mail_from, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{len(text)}.{len(subject)}@story.example.net>"
    if auto_submitted:
        mail["Auto-Submitted"] = auto_submitted
    mail.set_content(text)
    return mail.as_bytes()
