"""Six digits that change every 30 seconds, and codes for the day the telephone is lost.

Source: RFC 6238, 5.2: « the verifier MUST NOT accept the second attempt of the OTP after the successful
validation has been issued for the first OTP »; one step of tolerance either way for slow clocks.
"""

import hmac
import re
import secrets
from datetime import datetime

import pyotp

STEP_S = 30
TOLERANCE = 1
SEED_LENGTH = 32
"""Base32 signs of a seed: 160 bits."""
RECOVERY_CODES = 10
RECOVERY_SIGNS = "BCDFGHJKMNPQRSTVWXZ23456789"
"""No vowel, no sign taken for another: codes are read from paper."""
RECOVERY_LENGTH = 10
"""27 signs to the power of 10: 47 bits, behind argon2id and a limit of tries."""


def new_seed() -> str:
    """Draw a seed to share with an application."""
    return pyotp.random_base32(SEED_LENGTH)


def enrolment_uri(seed: str, *, email: str, site: str) -> str:
    """Return the address that the QR code holds."""
    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=site)


def matching_step(seed: str, code: str, *, now: datetime, last_step: int | None) -> int | None:
    """Return the time step that `code` belongs to, or None when it is wrong, old, or was used before."""
    digits, totp = re.sub(r"\s", "", code), pyotp.TOTP(seed)
    present = int(now.timestamp()) // STEP_S
    found = None
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode("utf-8", "replace"))
        if right and step > (last_step or 0):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Draw the codes that open the door once each."""
    return [
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)
    ]


def spaced(text: str, group: int) -> str:
    """Write a code in groups of signs, for people who read it aloud or type it."""
    return "-".join(text[at : at + group] for at in range(0, len(text), group))


def normalised_recovery_code(text: str) -> str:
    """Return a recovery code as it was drawn, however it is cased and spaced."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[: RECOVERY_LENGTH + 1]
