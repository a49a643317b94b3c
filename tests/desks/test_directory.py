"""Who works where and who is here: one statement for everybody."""

from datetime import date, timedelta

from helpdesk.accounts.models import Person
from helpdesk.db import db
from helpdesk.desks.directory import read_directory
from helpdesk.desks.models import Absence
from tests.builders import a_desk
from tests.statements import counted_statements

TODAY = date(2026, 11, 16)


def away(person, *, substitute=None, first=TODAY, last=TODAY) -> None:
    substitute_id = substitute.id if substitute else None
    db.session.add(Absence(person_id=person.id, starts_on=first, ends_on=last, substitute_id=substitute_id))
    db.session.commit()


def test_desks_come_by_name_with_their_members(app, people):
    a_desk("prelevements", people.colleague, people.agent)
    a_desk("comptes")

    directory = read_directory(TODAY)

    comptes, prelevements = directory.open_desks
    assert (comptes.slug, comptes.member_ids) == ("comptes", ())
    assert prelevements.member_ids == (people.agent.id, people.colleague.id)
    assert directory.people[people.agent.id] == "Agathe Aide"


def test_the_directory_follows_every_change(app, people):
    desk = a_desk("comptes", people.agent)
    before = read_directory(TODAY)

    desk.name = "Comptabilité"
    away(people.agent)
    after = read_directory(TODAY)

    assert (before.desk_name(desk.id), before.is_away(people.agent.id)) == ("Comptes", False)
    assert (after.desk_name(desk.id), after.is_away(people.agent.id)) == ("Comptabilité", True)


def test_a_closed_desk_is_known_but_not_open(app, people):
    desk = a_desk("comptes", people.agent)
    desk.closed_on = TODAY
    db.session.commit()

    directory = read_directory(TODAY)

    assert directory.open_desks == []
    assert directory.desk_name(desk.id) == "Comptes"


def test_who_stands_in_answers_for_the_other_and_at_their_desk(app, people):
    desk = a_desk("comptes", people.agent)
    away(people.agent, substitute=people.colleague)

    directory = read_directory(TODAY)

    assert directory.stood_in_for(people.colleague.id) == {people.agent.id}
    assert directory.desk_ids_of(frozenset({people.agent.id, people.colleague.id})) == {desk.id}


def test_who_works_at_no_desk_is_stood_in_for_too(app, people):
    a_desk("comptes")
    away(people.supervisor, substitute=people.agent)

    assert read_directory(TODAY).stood_in_for(people.agent.id) == {people.supervisor.id}


def test_an_absence_of_another_day_changes_nothing(app, people):
    desk = a_desk("comptes", people.agent, people.colleague)
    tomorrow = TODAY + timedelta(days=1)
    away(people.agent, substitute=people.colleague, first=tomorrow, last=tomorrow)

    directory = read_directory(TODAY)

    assert directory.stood_in_for(people.colleague.id) == frozenset()
    assert directory.members_here_first(directory.desks[desk.id]) == [people.agent.id, people.colleague.id]


def test_members_who_are_away_come_last(app, people):
    desk = a_desk("comptes", people.agent, people.colleague)
    away(people.agent)

    directory = read_directory(TODAY)

    assert directory.members_here_first(directory.desks[desk.id]) == [people.colleague.id, people.agent.id]


def test_a_disabled_person_is_left_out(app, people, now):
    a_desk("comptes", people.agent)
    db.session.get_one(Person, people.agent.id).disabled_at = now
    db.session.commit()

    (desk,) = read_directory(TODAY).open_desks
    assert desk.member_ids == ()


def test_it_is_read_in_one_statement(app, people):
    a_desk("comptes", people.agent, people.colleague)
    a_desk("accueil", people.agent, people.supervisor)

    with counted_statements() as statements:
        read_directory(TODAY)

    assert len(statements) == 1
