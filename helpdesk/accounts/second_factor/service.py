"""Setting up the second factor, giving it, and taking it away."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, or_, update

from helpdesk.accounts.events import record
from helpdesk.accounts.letters import Change, tell_change
from helpdesk.accounts.models import Person
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.second_factor import recovery
from helpdesk.accounts.second_factor.rules import matching_step, new_recovery_codes, new_seed
from helpdesk.accounts.sessions import Device, end_sessions_of, start_session
from helpdesk.accounts.vault import seal, unseal
from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db, transactional
from helpdesk.web.i18n import gettext as _

SEED = "totp seed"
OFFERED_SEED = "offered totp seed"


@dataclass(frozen=True)
class Enrolled:
    """What comes of setting up the second factor: a new session, and codes that are shown this once."""

    session_secret: str
    recovery_codes: list[str]


def offer_seed(viewer: Viewer) -> tuple[str, str]:
    """Draw a seed; return it and the same sealed, for the form to bring back: nothing is stored before."""
    seed = new_seed()
    sealed = seal(seed.encode(), purpose=OFFERED_SEED, owner=viewer.session_hash)
    return seed, urlsafe_b64encode(sealed).decode()


def read_offered_seed(viewer: Viewer, sealed: str) -> str | None:
    """Return the seed that was offered in this very session, or None."""
    try:
        raw = urlsafe_b64decode(sealed)
    except ValueError:
        return None
    seed = unseal(raw, purpose=OFFERED_SEED, owner=viewer.session_hash)
    return seed.decode() if seed else None


def enrol(viewer: Viewer, seed: str, code: str, device: Device, *, now: datetime) -> Enrolled:
    """Set up the second factor with the first code of an application; every other session ends.

    Who has one already must have given it: otherwise a password alone would replace it.
    """
    step = matching_step(seed, code, now=now, last_step=None)
    if step is None:
        raise wrong_code()
    codes = new_recovery_codes()
    digests = recovery.digests_to_keep(viewer.id, codes)
    return Enrolled(_keep_seed(viewer, seed, step, digests, device, now=now), codes)


def give_code(viewer: Viewer, code: str, device: Device, *, now: datetime) -> str:
    """Return the secret of a session with second factor for a right code; raise Refused."""
    person = get_person(viewer.id)
    seed = read_seed(person)
    step = matching_step(seed, code, now=now, last_step=person.totp_last_step) if seed else None
    if step is None:
        record("second_factor_failed", person_id=viewer.id, detail="code")
        raise wrong_code()
    return _enter_by_code(viewer.id, step, device, now=now)


def give_recovery_code(viewer: Viewer, typed: str, device: Device, *, now: datetime) -> str:
    """Return the secret of a session with second factor for a recovery code, which is used up."""
    return _enter_by_recovery(viewer.id, recovery.digests_to_find(viewer.id, typed), device, now=now)


def renew_recovery_codes(viewer: Viewer, *, now: datetime) -> list[str]:
    """Replace the recovery codes of a person who has a second factor; return the new ones."""
    codes = new_recovery_codes()
    _keep_codes(viewer.id, recovery.digests_to_keep(viewer.id, codes), now=now)
    return codes


@transactional
def remove_second_factor(person_id: int, *, now: datetime, by: str, but_session: str = "") -> None:
    """Take the second factor away; sessions other than `but_session` end, and the mailbox is told."""
    person = get_person(person_id)
    person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    recovery.replace_codes(person_id, [])
    end_sessions_of(person_id, but=but_session)
    tell_change(person, Change.FACTOR_REMOVED, now=now)
    record("second_factor_removed", person_id=person_id, detail=f"by {by}")


def read_seed(person: Person) -> str | None:
    """Return a person's seed, or None when there is none or no key opens it any more."""
    if person.totp_secret is None or person.totp_confirmed_at is None:
        return None
    seed = unseal(person.totp_secret, purpose=SEED, owner=str(person.id))
    if seed is None:
        record("seed_unreadable", person_id=person.id)
        return None
    return seed.decode()


def wrong_code() -> Refused:
    """Return the refusal of a code, the same whatever is wrong with it."""
    return Refused(_("Ce code ne convient pas : attendez le suivant et recommencez."))


@transactional
def _keep_seed(
    viewer: Viewer, seed: str, step: int, digests: Sequence[str], device: Device, *, now: datetime
) -> str:
    person = get_person(viewer.id)
    if viewer.needs_second_factor and person.totp_confirmed_at is not None:
        raise NotFound
    person.totp_secret = seal(seed.encode(), purpose=SEED, owner=str(person.id))
    person.totp_confirmed_at, person.totp_last_step = now, step
    recovery.replace_codes(person.id, digests)
    end_sessions_of(person.id)
    tell_change(person, Change.FACTOR_ADDED, now=now)
    record("second_factor_added", person_id=person.id)
    return start_session(person.id, now=now, device=device, second_factor=True)


@transactional
def _enter_by_code(person_id: int, step: int, device: Device, *, now: datetime) -> str:
    """Mark the time step as used; of two who bring the same code at once, one comes too late."""
    done = db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .where(or_(Person.totp_last_step.is_(None), Person.totp_last_step < step))
        .values(totp_last_step=step)
    )
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise wrong_code()
    record("second_factor", person_id=person_id, detail="code")
    return start_session(person_id, now=now, device=device, second_factor=True)


@transactional
def _enter_by_recovery(person_id: int, digests: Sequence[str], device: Device, *, now: datetime) -> str:
    if not recovery.use_code(person_id, digests, now=now):
        record("second_factor_failed", person_id=person_id, detail="recovery code")
        raise Refused(_("Ce code de secours ne convient pas, ou il a déjà servi."))
    tell_change(get_person(person_id), Change.RECOVERY_CODE_USED, now=now)
    record("second_factor", person_id=person_id, detail="recovery code")
    return start_session(person_id, now=now, device=device, second_factor=True)


@transactional
def _keep_codes(person_id: int, digests: Sequence[str], *, now: datetime) -> None:
    person = get_person(person_id)
    if person.totp_confirmed_at is None:
        raise NotFound
    recovery.replace_codes(person_id, digests)
    tell_change(person, Change.RECOVERY_CODES_RENEWED, now=now)
    record("recovery_codes_renewed", person_id=person_id)
