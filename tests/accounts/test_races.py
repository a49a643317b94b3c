"""Two people, or one secret in two hands, at the very same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from helpdesk.accounts.limits import check_limit
from helpdesk.accounts.links import create_link, use_link
from helpdesk.accounts.models import LinkPurpose, Person
from helpdesk.accounts.rules import HOUR, Role
from helpdesk.accounts.second_factor import service as second_factor
from helpdesk.accounts.second_factor.rules import new_seed
from helpdesk.accounts.sessions import Device
from helpdesk.accounts.staff import service as staff
from helpdesk.accounts.staff.queries import count_other_sysadmins
from helpdesk.accounts.vault import seal
from helpdesk.core.errors import Refused
from helpdesk.db import db
from tests.accounts.conftest import code_for
from tests.people import a_person


def at_once(app: Flask, *acts: Callable[[], object]) -> list[bool]:
    """Run each act in a thread and a database session of its own; tell which were not refused."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        with app.app_context():
            start.wait()
            try:
                act()
            except Refused:
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_administrators_who_demote_each_other_leave_one(app, people, now):
    other = a_person("Ines Instance", Role.SYSADMIN, now=now)

    done = at_once(
        app,
        lambda: staff.change_roles(people.sysadmin, other.id, frozenset({Role.AGENT})),
        lambda: staff.change_roles(other, people.sysadmin.id, frozenset({Role.AGENT})),
    )

    assert sorted(done) == [False, True]
    assert count_other_sysadmins(0) == 1


def test_two_administrators_who_disable_each_other_leave_one(app, people, now):
    other = a_person("Ines Instance", Role.SYSADMIN, now=now)

    done = at_once(
        app,
        lambda: staff.disable(people.sysadmin, other.id, now=now),
        lambda: staff.disable(other, people.sysadmin.id, now=now),
    )

    assert sorted(done) == [False, True]


def test_a_link_used_twice_at_once_opens_once(app, people, now):
    token = create_link(people.agent.id, LinkPurpose.SIGN_IN, now=now, expires_at=now + HOUR)

    done = at_once(app, *[lambda: use_link(token, LinkPurpose.SIGN_IN, now=now)] * 4)

    assert done.count(True) == 1


def test_six_digits_given_twice_at_once_open_once(app, people, now):
    seed = new_seed()
    person = db.session.get(Person, people.agent.id)
    person.totp_secret = seal(seed.encode(), purpose=second_factor.SEED, owner=str(person.id))
    person.totp_confirmed_at = now
    db.session.commit()

    done = at_once(
        app,
        *[lambda: second_factor.give_code(people.agent, code_for(seed, now), Device(), now=now)] * 4,
    )

    assert done.count(True) == 1


def test_a_limit_counts_every_one_of_many_at_once(app, now):
    done = at_once(app, *[lambda: check_limit("x", "y", limit=5, window=HOUR, now=now)] * 12)

    assert done.count(True) == 5
