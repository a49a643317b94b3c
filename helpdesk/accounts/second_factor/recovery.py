"""Recovery codes as they are kept: argon2id with a salt for each person, looked up by their digest.

Source: OWASP ASVS 5.0.0, 6.5.2 (lookup secrets of less than 112 bits are hashed as passwords are).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update

from helpdesk.accounts.models import RecoveryCode
from helpdesk.accounts.passwords.hashing import slow_digest
from helpdesk.accounts.second_factor.rules import normalised_recovery_code
from helpdesk.db import db, transactional
from helpdesk.web.keys import derived_key, derived_keys


def digests_to_keep(person_id: int, codes: Sequence[str]) -> list[str]:
    """Return what to store of new codes; slow, so call it before the transaction."""
    salt = derived_key(_purpose(person_id))
    return [slow_digest(code, salt) for code in codes]


def digests_to_find(person_id: int, typed: str) -> list[str]:
    """Return the digests that a typed code may be kept under: one for each secret key still known."""
    code = normalised_recovery_code(typed)
    return [slow_digest(code, salt) for salt in derived_keys(_purpose(person_id))]


@transactional
def replace_codes(person_id: int, digests: Sequence[str]) -> None:
    """Keep new codes; the earlier ones open nothing any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.add_all(RecoveryCode(person_id=person_id, code_hash=digest) for digest in digests)


@transactional
def use_code(person_id: int, digests: Sequence[str], *, now: datetime) -> bool:
    """Use up the code that has one of `digests`; tell whether there was one left."""
    done = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id)
        .where(RecoveryCode.code_hash.in_(digests))
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=now)
    )
    assert isinstance(done, CursorResult)
    return done.rowcount > 0


def count_codes_left(person_id: int) -> int:
    """Return how many recovery codes a person still has."""
    left = db.session.scalar(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    )
    return left or 0


def _purpose(person_id: int) -> str:
    return f"recovery codes of {person_id}"
