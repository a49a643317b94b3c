"""The brake against loops: how many automatic answers an address may get, counted in the database."""

from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, delete, select

from helpdesk.accounts.events import pseudonym
from helpdesk.db import AnySelect, UTCDateTime, ask, db, transactional
from helpdesk.intake.models import AutomaticAnswer
from helpdesk.intake.rules import LADDER, may_answer

LOOKED_AT = 400


@transactional
def take_leave(address: str, about: str, *, now: datetime) -> bool:
    """Tell whether an automatic answer may leave for `address`, and count it if so."""
    key = pseudonym(f"answered {address}")
    rows = ask(_recent_answers(), {"key": key, "after": now - LADDER[-1][0]}).all()
    if not may_answer([(now - row.created_at, row.about == about) for row in rows]):
        return False
    db.session.add(AutomaticAnswer(address_key=key, about=about, created_at=now))
    return True


@cache
def _recent_answers() -> AnySelect:
    return (
        select(AutomaticAnswer.created_at, AutomaticAnswer.about)
        .where(AutomaticAnswer.address_key == bindparam("key"))
        .where(AutomaticAnswer.created_at > bindparam("after", type_=UTCDateTime()))
        .order_by(AutomaticAnswer.created_at.desc())
        .limit(LOOKED_AT)
    )


@transactional
def forget_old_answers(*, now: datetime) -> None:
    """Forget what the brake does not look at any more."""
    db.session.execute(delete(AutomaticAnswer).where(AutomaticAnswer.created_at < now - LADDER[-1][0]))
