"""The brake against loops: how many automatic answers an address may get, counted in the database."""

from datetime import datetime

from sqlalchemy import delete, select

from helpdesk.accounts.events import pseudonym
from helpdesk.db import db, transactional
from helpdesk.intake.models import AutomaticAnswer
from helpdesk.intake.rules import LADDER, may_answer

LOOKED_AT = 400


@transactional
def take_leave(address: str, about: str, *, now: datetime) -> bool:
    """Tell whether an automatic answer may leave for `address`, and count it if so."""
    key = pseudonym(f"answered {address}")
    longest = LADDER[-1][0]
    rows = db.session.execute(
        select(AutomaticAnswer.created_at, AutomaticAnswer.about)
        .where(AutomaticAnswer.address_key == key, AutomaticAnswer.created_at > now - longest)
        .order_by(AutomaticAnswer.created_at.desc())
        .limit(LOOKED_AT)
    ).all()
    if not may_answer([(now - row.created_at, row.about == about) for row in rows]):
        return False
    db.session.add(AutomaticAnswer(address_key=key, about=about, created_at=now))
    return True


@transactional
def forget_old_answers(*, now: datetime) -> None:
    """Forget what the brake does not look at any more."""
    db.session.execute(delete(AutomaticAnswer).where(AutomaticAnswer.created_at < now - LADDER[-1][0]))
