import pytest

from helpdesk.accounts.rules import Role
from helpdesk.accounts.staff.rules import (
    Objection,
    grantable_roles,
    may_manage,
    object_to_disabling,
    object_to_invitation,
    object_to_roles,
)

SYSADMIN, SUPERVISOR, AGENT = {Role.SYSADMIN}, {Role.SUPERVISOR}, {Role.AGENT}


@pytest.mark.parametrize(
    ("mine", "grantable"),
    [
        (SYSADMIN, set(Role)),
        (SYSADMIN | SUPERVISOR, set(Role)),
        (SUPERVISOR, AGENT),
        (SUPERVISOR | AGENT, AGENT),
        (AGENT, set()),
        ({Role.ADMINISTRATOR}, set()),
        ({Role.EDITOR}, set()),
        ({Role.TREASURER}, set()),
        (set(), set()),
    ],
)
def test_who_may_grant_what(mine, grantable):
    assert grantable_roles(mine) == grantable


@pytest.mark.parametrize("role", Role)
def test_only_a_system_administrator_manages_people(role):
    assert may_manage({role}) is (role is Role.SYSADMIN)


@pytest.mark.parametrize(
    ("mine", "wanted", "objection"),
    [
        (SYSADMIN, {Role.SYSADMIN, Role.EDITOR}, None),
        (SYSADMIN, set(), Objection.NO_ROLE),
        (SUPERVISOR, AGENT, None),
        (SUPERVISOR, SUPERVISOR, Objection.ROLE_NOT_YOURS),
        (SUPERVISOR, AGENT | SYSADMIN, Objection.ROLE_NOT_YOURS),
        (AGENT, AGENT, Objection.ROLE_NOT_YOURS),
    ],
)
def test_an_invitation_gives_what_the_inviter_may_grant(mine, wanted, objection):
    assert object_to_invitation(mine, wanted) is objection


@pytest.mark.parametrize(
    ("held", "wanted", "others", "objection"),
    [
        (SYSADMIN, AGENT, 0, Objection.LAST_SYSADMIN),
        (SYSADMIN, set(), 0, Objection.LAST_SYSADMIN),
        (SYSADMIN, AGENT, 1, None),
        (SYSADMIN, SYSADMIN | AGENT, 0, None),
        (AGENT, set(), 0, None),
    ],
)
def test_the_last_system_administrator_stays_one(held, wanted, others, objection):
    assert object_to_roles(held, wanted, other_sysadmins=others) is objection


@pytest.mark.parametrize(
    ("held", "is_oneself", "others", "objection"),
    [
        (AGENT, False, 0, None),
        (SYSADMIN, False, 0, Objection.LAST_SYSADMIN),
        (SYSADMIN, True, 0, Objection.LAST_SYSADMIN),
        (SYSADMIN, True, 1, Objection.ONESELF),
        (SYSADMIN, False, 1, None),
    ],
)
def test_nobody_disables_the_last_one_or_themselves(held, is_oneself, others, objection):
    assert object_to_disabling(held, is_oneself=is_oneself, other_sysadmins=others) is objection
