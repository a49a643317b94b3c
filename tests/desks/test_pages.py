"""Supervisors set up desks and absences."""

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.desks.models import Absence, Desk
from helpdesk.desks.queries import list_members
from tests.people import signed_in

DESK = {"slug": "prelevements", "name": "Pôle prélèvements", "hours": "lun-ven 09:00-12:00,13:00-18:00"}


def test_a_supervisor_creates_a_desk_with_its_people(client, people):
    signed_in(client, people.supervisor)

    response = client.post("/bureau/poles/nouveau", data={**DESK, "member_ids": [str(people.agent.id)]})

    assert response.status_code == 302
    desk = db.session.scalar(select(Desk))
    assert [each.name for each in list_members(desk.id)] == [people.agent.name]
    assert people.agent.name in client.get("/bureau/poles/").text


def test_hours_that_cannot_be_read_are_refused_and_kept(client, people):
    signed_in(client, people.supervisor)

    response = client.post("/bureau/poles/nouveau", data={**DESK, "hours": "quand on peut"})

    assert response.status_code == 422
    assert "quand on peut" in response.text


def test_an_identifier_is_taken_once(client, people):
    signed_in(client, people.supervisor)
    client.post("/bureau/poles/nouveau", data=DESK)

    assert client.post("/bureau/poles/nouveau", data=DESK).status_code == 422


def test_changing_a_desk_replaces_its_people(client, people):
    signed_in(client, people.supervisor)
    client.post("/bureau/poles/nouveau", data={**DESK, "member_ids": [str(people.agent.id)]})
    desk = db.session.scalar(select(Desk))

    client.post(f"/bureau/poles/{desk.id}", data={**DESK, "member_ids": [str(people.colleague.id)]})

    assert [each.name for each in list_members(desk.id)] == [people.colleague.name]


def test_an_absence_is_noted_and_taken_back(client, people):
    signed_in(client, people.supervisor)
    away = {"person_id": people.agent.id, "substitute_id": people.colleague.id}

    made = client.post(
        "/bureau/poles/absences", data={**away, "starts_on": "2099-07-01", "ends_on": "2099-07-14"}
    )
    page = client.get("/bureau/poles/").text
    absence = db.session.scalar(select(Absence))
    client.post(f"/bureau/poles/absences/{absence.id}/retirer")

    assert made.status_code == 302
    assert f"remplacement\u00a0: {people.colleague.name}" in page
    assert db.session.scalar(select(Absence)) is None


def test_an_absence_ends_after_it_begins(client, people):
    signed_in(client, people.supervisor)

    response = client.post(
        "/bureau/poles/absences",
        data={
            "person_id": people.agent.id,
            "substitute_id": 0,
            "starts_on": "2099-07-14",
            "ends_on": "2099-07-01",
        },
    )

    assert response.status_code == 422
    assert "précède" in response.text
