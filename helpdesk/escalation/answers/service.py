"""What the administrators do: acknowledge, take charge, answer, refuse; and how it comes back."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.core.errors import Stale
from helpdesk.core.masking import mask
from helpdesk.db import db, transactional
from helpdesk.escalation.letters import tell_agents
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.queries import find_step, lock_both
from helpdesk.escalation.rules import Move, State
from helpdesk.escalation.steps import note, target_of
from helpdesk.tickets import history, progress
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Action, EntryKind, EventKind
from helpdesk.web.i18n import gettext as _

LAST_WORDS = frozenset({Move.ANSWER, Move.REFUSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Hold what an administrator did and wrote; `actor` is their name, or the mailbox of their link."""

    move: Move
    actor: str
    version: int
    key: str
    text: str = ""
    bank_text: str = ""


@transactional
def act(escalation_id: int, word: Word, *, now: datetime) -> Escalation:
    """Make the administrator's move; the same submit sent twice, or a click twice, changes nothing more.

    The caller has checked that they may. Raises Refused for a move that the state does not allow, and
    Stale for a text written on an older version.
    """
    ticket, escalation = lock_both(escalation_id)
    done = find_step(word.key)
    if done is not None and done.escalation_id == escalation.id:
        return escalation
    target = target_of(escalation, word.move)
    if word.move not in LAST_WORDS and target is escalation.state:
        return escalation
    if word.move in LAST_WORDS and word.version != escalation.version:
        raise Stale(_("La saisine a changé entre-temps : relisez ce qui est arrivé, puis recommencez."))
    _move(escalation, word, target, now=now)
    if word.move in LAST_WORDS:
        _bring_back(ticket, escalation, word, now=now)
    else:
        in_charge = word.move is Move.TAKE_CHARGE
        history.record(ticket, EventKind.ESCALATION_ACKNOWLEDGED, now=now, in_charge=in_charge)
    return escalation


def _move(escalation: Escalation, word: Word, target: State, *, now: datetime) -> None:
    text, bank_text = mask(word.text).text, mask(word.bank_text).text
    escalation.state = target
    escalation.version += 1
    escalation.acknowledged_at = escalation.acknowledged_at or now
    if word.move in LAST_WORDS:
        escalation.answer, escalation.closed_at = text, now
    note(escalation, now=now, move=word.move, actor=word.actor, text=text, bank_text=bank_text, key=word.key)
    db.session.flush()


def _bring_back(ticket: Ticket, escalation: Escalation, word: Word, *, now: datetime) -> None:
    """Give the answer to the agents: in the dossier, which is theirs again, and by mail."""
    author = _("Administration confédérale")
    history.write(ticket, EntryKind.NOTE, _noted(word), now=now, author_name=author)
    refused = word.move is Move.REFUSE
    progress.apply(ticket, Action.ESCALATION_ANSWER, now=now, refused=refused)
    # What was said stays in the dossier: a mailbox is read by whoever has the telephone in hand.
    tell_agents("answered", ticket, now=now)


def _noted(word: Word) -> str:
    title = _("Saisine refusée :") if word.move is Move.REFUSE else _("Réponse à la saisine :")
    parts = [title, mask(word.text).text]
    if word.bank_text:
        parts += [_("Ce que la banque a répondu :"), mask(word.bank_text).text]
    return "\n\n".join(parts)
