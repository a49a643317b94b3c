"""Keys of their own for each purpose, made from the secret key of the installation."""

from collections.abc import Iterator
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.config import settings

DEMO_KEY = "only for demo and tests"
KEPT = 64


def derived_key(purpose: str) -> bytes:
    """Return the 256-bit key that the current secret key gives for `purpose`."""
    return next(derived_keys(purpose))


def derived_keys(purpose: str) -> Iterator[bytes]:
    """Give the key of the current secret key, then those of the older ones."""
    chosen = settings()
    for secret in (chosen.secret_key, *chosen.secret_key_fallbacks):
        yield _derived(secret.get_secret_value() or DEMO_KEY, purpose)


@lru_cache(KEPT)
def _derived(secret: str, purpose: str) -> bytes:
    info = f"helpdesk {purpose}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret.encode())
