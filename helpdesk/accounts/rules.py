"""Roles and what they may do; how often secrets may be tried, and how long they last."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person is entrusted with; one person may hold several."""

    TREASURER = "treasurer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    SYSADMIN = "sysadmin"


STAFF = frozenset(Role) - {Role.TREASURER}
DESK = frozenset({Role.AGENT, Role.SUPERVISOR})
"""Those who work through dossiers."""

WRITERS = frozenset({Role.EDITOR, Role.PUBLISHER})
"""Those who write articles; making them public is the right of some of them."""

FIRST_PAGES = (
    (DESK, "desk.inbox"),
    (frozenset({Role.SYSADMIN}), "accounts.people"),
    (frozenset({Role.ADMINISTRATOR}), "confederal.index"),
    (WRITERS, "writing.index"),
)
"""Where work begins for whom, by endpoint; the first line that fits is taken."""

SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.SYSADMIN})
"""Roles that cannot work without a second factor (outside the demo)."""


def first_page(roles: frozenset[Role]) -> str:
    """Return the endpoint where somebody with these roles starts: their own account if there is no work."""
    return next((page for audience, page in FIRST_PAGES if roles & audience), "accounts.account")


def needs_second_factor(roles: frozenset[Role], *, enrolled: bool, demo: bool) -> bool:
    """Tell whether a person must give a second factor: who set one up, and who holds certain roles.

    Source: OWASP ASVS 5.0.0, 6.3.3 (multi-factor authentication).
    """
    return enrolled or (not demo and bool(roles & SECOND_FACTOR))


@dataclass(frozen=True)
class Allowance:
    """So many attempts in so much time."""

    limit: int
    window: timedelta


@dataclass(frozen=True)
class Tries:
    """How often a secret may be tried: by one client on one account, on one account, by one client.

    The account's own allowance is wide, so that a stranger cannot easily lock somebody out; what is
    locked is the one way in, and a one-time link still opens the door.
    Source: OWASP ASVS 5.0.0, 6.1.1 and 6.3.1.
    """

    pair: Allowance
    account: Allowance
    client: Allowance


QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

PASSWORD_TRIES = Tries(Allowance(10, QUARTER), Allowance(100, HOUR), Allowance(50, QUARTER))
LINK_REQUESTS = Tries(Allowance(5, HOUR), Allowance(10, HOUR), Allowance(30, HOUR))
CODE_TRIES = Tries(Allowance(10, QUARTER), Allowance(30, DAY), Allowance(50, QUARTER))
"""For six digits of which three are right at a time: 30 tries a day find one in 100 days at best."""
PASSWORD_CHOICES = Allowance(20, QUARTER)
"""How often one person may have a new password judged, which takes up to a second."""

RESET_LINK_LIFE = HOUR
RECENT_SIGN_IN = QUARTER
"""How fresh a session must be to change what protects the account without giving the password again."""


def may_drop_second_factor(roles: frozenset[Role], *, demo: bool) -> bool:
    """Tell whether somebody with these roles may do without a second factor."""
    return demo or not roles & SECOND_FACTOR
