"""Roles and what they may do; limits of sign-in."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is entrusted with; one person may hold several."""

    TREASURER = "treasurer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    SYSADMIN = "sysadmin"


STAFF = frozenset(Role) - {Role.TREASURER}
DESK = frozenset({Role.AGENT, Role.SUPERVISOR})
"""Those who work through dossiers."""

SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.SYSADMIN})
"""Roles that cannot work without a second factor (outside the demo)."""
