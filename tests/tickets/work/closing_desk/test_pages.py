"""Closing a desk says what lies there and where it goes; closed desks stay in sight and open again."""

from datetime import timedelta

import pytest

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.desks.models import Desk
from helpdesk.tickets.work.assigning import assign
from tests.builders import a_desk, a_rule, a_ticket, as_seen, lines_of
from tests.people import signed_in
from tests.tickets.work.desk_pages import refreshed


@pytest.fixture
def desks(people) -> tuple[Desk, Desk]:
    old, new = a_desk("ancien", people.agent), a_desk("nouveau", people.colleague)
    a_rule(old, position=1)
    return old, new


@pytest.fixture
def supervisor(client, people, desks):
    return signed_in(client, people.supervisor)


def close(browser, desk: Desk, **form):
    return browser.post(f"/bureau/poles/{desk.id}/fermer", data={"closed_on": today(), "to": 0, **form})


def plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("\u202f", " ")


def today(days: int = 0) -> str:
    return (local(clock.now()).date() + timedelta(days=days)).isoformat()


def day_of(desk: Desk) -> str | None:
    db.session.rollback()
    found = db.session.get_one(Desk, desk.id, populate_existing=True).closed_on
    return found and found.isoformat()


def test_the_page_names_the_open_dossiers_and_the_rules(supervisor, desks):
    ticket = a_ticket(clock.now())

    page = plain(supervisor.get(f"/bureau/poles/{desks[0].id}/fermer").text)

    assert "1 dossier ouvert est à ce pôle" in page
    assert ticket.reference in page
    assert "les règles suivantes décident" in page


def test_who_runs_the_service_sees_how_many_there_are_and_none_of_them(client, people, desks):
    ticket = a_ticket(clock.now())
    signed_in(client, people.sysadmin)

    page = plain(client.get(f"/bureau/poles/{desks[0].id}/fermer").text)

    assert "1 dossier ouvert" in page
    assert ticket.reference not in page


def test_closing_gives_the_open_dossiers_to_the_desk_chosen(supervisor, people, desks):
    old, new = desks
    ticket = a_ticket(clock.now())
    assign(as_seen(ticket, people.supervisor), desk_id=old.id, assignee_id=people.agent.id, now=clock.now())
    due_at = refreshed(ticket).due_at

    page = supervisor.get(close(supervisor, old, to=new.id).location).text

    moved = refreshed(ticket)
    assert (moved.desk_id, moved.assignee_id, moved.due_at) == (new.id, None, due_at)
    assert lines_of(ticket)[-1].event["desk"] == "Nouveau"
    assert "1\u00a0dossier confié." in page
    assert "Pôles fermés" in page
    assert f"/bureau/poles/{old.id}/rouvrir" in page


def test_dossiers_without_a_desk_to_go_to_keep_theirs_open(supervisor, desks):
    a_ticket(clock.now())

    answer = close(supervisor, desks[0])

    assert answer.status_code == 422
    assert "Choisissez le pôle ouvert" in answer.text
    assert day_of(desks[0]) is None


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "0001-01-01", "", "demain"])
def test_absurd_days_are_refused(supervisor, desks, day):
    assert close(supervisor, desks[0], closed_on=day, to=desks[1].id).status_code == 422
    assert day_of(desks[0]) is None


def test_the_last_open_desk_cannot_be_closed(supervisor, desks):
    close(supervisor, desks[0])

    answer = close(supervisor, desks[1])

    assert answer.status_code == 422
    assert "dernier pôle ouvert" in answer.text


def test_a_closed_desk_is_opened_again_and_keeps_its_day_when_it_is_changed(supervisor, desks):
    old = desks[0]
    close(supervisor, old)
    supervisor.post(f"/bureau/poles/{old.id}", data={"slug": "ancien", "name": "Ancien pôle"})
    assert day_of(old) == today()

    page = supervisor.post(f"/bureau/poles/{old.id}/rouvrir", follow_redirects=True).text

    assert day_of(old) is None
    assert "Pôles fermés" not in page
