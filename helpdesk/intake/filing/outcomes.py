"""Doing what a mail asks, all of it in one transaction: whoever comes second to a mail leaves it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, union_all

from helpdesk.config import settings
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import AnyRow, ask, db, transactional
from helpdesk.intake.filing import held, silent, written
from helpdesk.intake.filing.case import Case, Material, describe, finish, lock_mail, note_namesake
from helpdesk.intake.filing.opened import open_new
from helpdesk.intake.filing.understanding import find_continued, find_sender, link_of, nature_of
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.rules import Link, Outcome, Proof, State, Why, decide
from helpdesk.intake.trust import proof_of


@transactional
def settle(material: Material, *, worker: str) -> bool:
    """Do what a mail held by `worker` asks; tell whether its files belong to a dossier now."""
    row = lock_mail(material.mail_id)
    if row.state is not State.RECEIVED or row.leased_by != worker:
        return False
    describe(row, material.read)
    first = note_earlier(row)
    if first is not None:
        row.ticket_id = first.ticket_id
        finish(row, State.SILENT, Why.COPY, now=material.now)
        return False
    case = case_of(row, material)
    link = link_of(case.found, case.sender, now=case.now)
    server = settings().mail_authserv_id
    proof = proof_of(case.read.authentication_results, server=server, sender=case.sender.address)
    return _do(case, link, proof)


def case_of(row: IncomingMail, material: Material) -> Case:
    """Return the case of a locked mail: who wrote it, and what it continues."""
    return Case(
        row=row,
        read=material.read,
        taken=material.taken,
        sender=find_sender(material.read),
        found=find_continued(material.read, row, now=material.now),
        nature=nature_of(material.read, row),
        now=material.now,
    )


def _do(case: Case, link: Link | None, proof: Proof) -> bool:
    outcome = decide(case.nature, link, proof)
    alone: dict[Outcome, Callable[[], bool]] = {
        Outcome.QUARANTINE: lambda: held.quarantine(case),
        Outcome.DROP: lambda: silent.drop(case),
        Outcome.COMPLAINT: lambda: silent.complained(case),
        Outcome.BOUNCE: lambda: silent.bounced(case),
        Outcome.QUIET: lambda: silent.quiet(case, link),
        Outcome.OPEN: lambda: open_new(case),
        Outcome.OPEN_LINKED: lambda: open_new(case),
        Outcome.HOLD: lambda: held.hold(case, Why.FORGED if proof is Proof.FAILED else Why.STRANGER),
        Outcome.CONFIRM: lambda: held.ask_to_confirm(case),
    }
    return alone[outcome]() if outcome in alone else _act(outcome, case)


def _act(outcome: Outcome, case: Case) -> bool:
    """Let somebody we know act; when the dossier does not allow it, an agent sees the mail instead."""
    found = case.found
    assert found is not None
    try:
        with db.session.begin_nested():
            if outcome is Outcome.MEMBER:
                return written.member_wrote(case, found.ticket)
            if outcome is Outcome.STAFF:
                assert case.sender.viewer is not None
                return written.staff_wrote(case, found.ticket, case.sender.viewer)
            assert found.escalation is not None
            return written.administration_answered(case, found.escalation)
    except (Refused, NotFound) as refusal:
        case.row.detail = str(refusal)[:300]
        return held.hold(case, Why.REFUSED)


def note_earlier(row: IncomingMail) -> AnyRow | None:
    """Return the same mail as it came before; say on the row if one came under its Message-ID with other content."""
    alike = ask(_earlier_alike(), {"content": row.content, "key": row.key, "id": row.id}).all()
    first = next((each for each in alike if each.content == row.content), None)
    if alike and first is None:
        note_namesake(row)
    return first


@cache
def _earlier_alike() -> Any:
    """Say which mails came earlier that are the same, by another mailbox, or that have the same Message-ID.

    By their marks alone: both have an index of their own, which one condition with an "or" may not use.
    """
    by_content, by_key = (
        select(IncomingMail.id, IncomingMail.content, IncomingMail.ticket_id)
        .where(mark == bindparam(name), IncomingMail.id < bindparam("id"))
        .order_by(IncomingMail.id)
        .limit(1)
        .subquery()
        for mark, name in ((IncomingMail.content, "content"), (IncomingMail.key, "key"))
    )
    return union_all(select(by_content), select(by_key))
