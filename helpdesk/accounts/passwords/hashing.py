"""How passwords and recovery codes are kept: argon2id, slow on purpose, two at a time in a process.

Source: OWASP Password Storage Cheat Sheet: « Use Argon2id with a minimum configuration of 19 MiB of
memory, an iteration count of 2, and 1 degree of parallelism. »
"""

from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import hash_secret_raw

from helpdesk.accounts.passwords.rules import MAX_LENGTH, normalised

TIME_COST = 2
MEMORY_KIB = 19_456
LANES = 1

_hasher = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)
_turns = BoundedSemaphore(2)
"""A flood of sign-ins waits here instead of taking every core and all memory."""

DECOY = "$argon2id$v=19$m=19456,t=2,p=1$xA1IZ+P/83PGFL24hFxChw$M6lPTd6vQkVwvIOo5TzyliMmFZ59KQCkyv2xJyEOv5k"
"""The hash of a password that nobody knows: compared when there is no account, so that it takes as long."""


def hash_password(password: str) -> str:
    """Return what to store of a password."""
    with _turns:
        return _hasher.hash(_bytes(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` is the one; takes as long when there is no hash to compare with."""
    if len(password) > MAX_LENGTH:
        password_hash, password = None, password[:MAX_LENGTH]
    with _turns:
        try:
            return _hasher.verify(password_hash or DECOY, _bytes(password)) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(password_hash)


def slow_digest(text: str, salt: bytes) -> str:
    """Return 64 hexadecimal signs of argon2id: for short secrets that are looked up by their digest."""
    with _turns:
        return hash_secret_raw(
            _bytes(text), salt, TIME_COST, MEMORY_KIB, LANES, hash_len=32, type=Type.ID
        ).hex()


def _bytes(text: str) -> bytes:
    return normalised(text).encode("utf-8", "surrogatepass")
