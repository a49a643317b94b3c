"""Small secrets sealed with keys made from the secret key, so that a stolen database tells nothing.

AES-GCM with a key of its own for each purpose (HKDF), bound to what the secret belongs to: a sealed seed
copied to another person's row does not open. Older secret keys (`secret_key_fallbacks`) still open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpdesk.web.keys import derived_key, derived_keys

NONCE_BYTES = 12


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
