"""Small secrets sealed with keys made from the secret key, so that a stolen database tells nothing.

AES-GCM with a key of its own for each purpose (HKDF), bound to what the secret belongs to: a sealed seed
copied to another person's row does not open. Older secret keys (`secret_key_fallbacks`) still open.
"""

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.config import settings

NONCE_BYTES = 12
DEMO_KEY = "only for demo and tests"


def seal(secret: bytes, *, purpose: str, owner: str) -> bytes:
    """Return `secret` encrypted for `purpose` and bound to `owner`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(derived_key(purpose)).encrypt(nonce, secret, owner.encode())


def unseal(sealed: bytes, *, purpose: str, owner: str) -> bytes | None:
    """Return what was sealed, or None when no key opens it or it belongs to somebody else."""
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    for key in derived_keys(purpose):
        try:
            return AESGCM(key).decrypt(nonce, body, owner.encode())
        except (InvalidTag, ValueError):
            continue
    return None


def derived_key(purpose: str) -> bytes:
    """Return the 256-bit key that the current secret key gives for `purpose`."""
    return next(derived_keys(purpose))


def derived_keys(purpose: str) -> Iterator[bytes]:
    """Give the key of the current secret key, then those of the older ones."""
    chosen = settings()
    for secret in (chosen.secret_key, *chosen.secret_key_fallbacks):
        given = (secret.get_secret_value() or DEMO_KEY).encode()
        yield HKDF(SHA256(), length=32, salt=None, info=f"helpdesk {purpose}".encode()).derive(given)
