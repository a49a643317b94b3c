"""The text of an escalation: drafted, shown before it leaves, frozen when it does."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from helpdesk.core.identifiers import one_line
from helpdesk.core.typography import typo
from helpdesk.db import db
from helpdesk.escalation.dossier.draft import draft_of
from helpdesk.escalation.dossier.material import Material, Words, gather
from helpdesk.escalation.dossier.rules import Brief, as_json, set_by
from helpdesk.escalation.dossier.sections import bank_sections, internal_sections
from helpdesk.escalation.follow_up.service import answer_day
from helpdesk.escalation.labels import ground_sentence
from helpdesk.escalation.models import Escalation, EscalationCopy
from helpdesk.escalation.rules import Ground
from helpdesk.outbox.rendering import render_mail
from helpdesk.tickets.models import Ticket
from helpdesk.web.i18n import SOURCE_LANGUAGE, in_lang
from helpdesk.web.i18n import gettext as _

LANGUAGE = SOURCE_LANGUAGE
"""The administration and the bank read French, whatever the language of the page it was written on."""

Grounds = Sequence[dict[str, Any]]


def material_of(ticket: Ticket, grounds: Grounds, *, now: datetime) -> Material:
    """Return what can be told of the dossier; of every organisation touched when that is a ground.

    In the member's words too where it may leave at once.
    """
    names = {each["ground"] for each in grounds}
    return gather(ticket, is_spread=Ground.E3 in names, is_pressing=Ground.E6 in names, now=now)


def draft(material: Material) -> Words:
    """Return what an agent starts from."""
    with in_lang(LANGUAGE):
        by = answer_day(material.ticket.severity, material.last_days, now=material.now)
        return draft_of(material, answer_by=by).set_by(typo)


def respond_day(material: Material, words: Words) -> date:
    """Return the day of the subject: the usual one, or the earliest of what is asked and what presses."""
    asked = (by for _text, by in words.asks)
    return answer_day(material.ticket.severity, (*material.last_days, *asked), now=material.now)


def brief_of(material: Material, words: Words, grounds: Grounds) -> Brief:
    """Return both renderings as they would leave now; none for the bank when it has no part in it."""
    clean = words.without(material.secrets)
    with in_lang(LANGUAGE):
        why = tuple(ground_sentence(each) for each in grounds)
        return Brief(
            subject=subject_of(material.ticket, respond_day(material, words)),
            internal=set_by(typo, internal_sections(material, clean, why)),
            bank=set_by(typo, bank_sections(material, clean)) if material.is_for_bank else (),
        )


def subject_of(ticket: Ticket, by: date) -> str:
    """Return the subject: reference and day, nothing that tells what it is about."""
    return _(
        "[Dossier %(reference)s] Réponse attendue le %(day)s", reference=ticket.reference, day=f"{by:%d/%m}"
    )


def freeze(escalation: Escalation, brief: Brief, *, now: datetime) -> EscalationCopy:
    """Keep the text as it leaves, with its hash. Part of the use case that sends it."""
    letter = render_mail("escalation/copy", LANGUAGE, {"brief": brief})
    text = letter.text.strip()
    copy = EscalationCopy(
        escalation_id=escalation.id,
        subject=one_line(brief.subject),
        sections=as_json(brief),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        sent_at=now,
    )
    db.session.add(copy)
    return copy
