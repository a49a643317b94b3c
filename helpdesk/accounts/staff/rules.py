"""Who may grant what to whom. A supervisor fills the desks; a system administrator does the rest."""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from helpdesk.accounts.rules import Role

PEOPLE_PER_PAGE = 50


class Objection(StrEnum):
    """Why a change about a person is refused."""

    ROLE_NOT_YOURS = "role_not_yours"
    NO_ROLE = "no_role"
    ONESELF = "oneself"
    LAST_SYSADMIN = "last_sysadmin"


def grantable_roles(mine: AbstractSet[Role]) -> frozenset[Role]:
    """Return the roles that somebody with the roles `mine` may give to others."""
    if Role.SYSADMIN in mine:
        return frozenset(Role)
    return frozenset({Role.AGENT}) if Role.SUPERVISOR in mine else frozenset()


def may_manage(mine: AbstractSet[Role]) -> bool:
    """Tell whether somebody may change roles, disable people and end their sessions."""
    return Role.SYSADMIN in mine


def object_to_invitation(mine: AbstractSet[Role], wanted: AbstractSet[Role]) -> Objection | None:
    """Return why `wanted` may not be given with an invitation, or None."""
    if not wanted:
        return Objection.NO_ROLE
    return None if wanted <= grantable_roles(mine) else Objection.ROLE_NOT_YOURS


def object_to_roles(
    held: AbstractSet[Role], wanted: AbstractSet[Role], *, other_sysadmins: int
) -> Objection | None:
    """Return why a person's roles may not become `wanted`, or None.

    Somebody must always be able to repair the rest: the last system administrator stays one.
    """
    loses = Role.SYSADMIN in held and Role.SYSADMIN not in wanted
    return Objection.LAST_SYSADMIN if loses and not other_sysadmins else None


def object_to_disabling(
    held: AbstractSet[Role], *, is_oneself: bool, other_sysadmins: int
) -> Objection | None:
    """Return why a person may not be disabled, or None."""
    if Role.SYSADMIN in held and not other_sysadmins:
        return Objection.LAST_SYSADMIN
    return Objection.ONESELF if is_oneself else None
