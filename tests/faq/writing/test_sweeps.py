"""Texts published at their hour, and owners told what to review."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.writing.rules import State
from helpdesk.faq.writing.sweeps import publish_due, remind_stale
from helpdesk.outbox.models import OutgoingMail
from tests.faq.writing.conftest import Room, fields, step
from tests.people import Cast


def mails() -> list[OutgoingMail]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def scheduled(publisher: FlaskClient, room: Room) -> datetime:
    """Have a change published tomorrow at ten; return the hour."""
    day = (clock.now() + timedelta(days=1)).date()
    publisher.post(f"/bureau/fiches/{room.text().id}", data=fields(room.text(), body="À son heure."))
    step(publisher, room.text(), "schedule", at=f"{day.isoformat()}T10:00")
    found = room.text().publish_at
    assert found is not None
    return found


def test_a_text_is_published_at_its_hour_once(publisher: FlaskClient, room: Room):
    at = scheduled(publisher, room)

    assert publish_due(now=at - timedelta(minutes=1)) == 0
    assert room.text().state is State.DRAFT
    assert publish_due(now=at) == 1
    assert publish_due(now=at) == 0

    assert room.text().state is State.PUBLISHED
    assert room.public().html == "<p>À son heure.</p>"


def test_what_can_no_longer_be_published_is_held_back_and_told(
    publisher: FlaskClient, room: Room, people: Cast
):
    at = scheduled(publisher, room)
    row = room.text()
    row.file_text = "autre chose"
    db.session.commit()

    assert publish_due(now=at) == 0

    assert (room.text().state, room.text().publish_at) == (State.DRAFT, None)
    (mail,) = mails()
    assert (mail.event, mail.to_address) == ("faq/not_published", people.publisher.email)
    assert "réglez d’abord le conflit" in mail.text


def test_nobody_publishes_for_who_has_left(publisher: FlaskClient, room: Room, people: Cast):
    at = scheduled(publisher, room)
    person = db.session.get(Person, people.publisher.id)
    person.disabled_at = clock.now()
    db.session.commit()

    assert publish_due(now=at) == 0
    assert room.text().state is State.DRAFT


def test_a_past_hour_and_no_hour_are_refused(publisher: FlaskClient, room: Room):
    publisher.post(f"/bureau/fiches/{room.text().id}", data=fields(room.text(), body="Autre."))

    for at in ("2020-01-01T10:00", "", "demain"):
        step(publisher, room.text(), "schedule", at=at)

    assert room.text().publish_at is None


def test_a_change_of_mind_holds_back(publisher: FlaskClient, room: Room):
    at = scheduled(publisher, room)

    step(publisher, room.text(), "unschedule")

    assert publish_due(now=at) == 0


def test_each_owner_hears_once_in_a_period_in_one_mail(room: Room, people: Cast, now: datetime):
    for slug in ("double-prelevement", "autre"):
        room.text(slug).reviewed_on = date(2026, 1, 1)
        db.session.commit()

    assert remind_stale(now=now) == 2
    assert remind_stale(now=now + timedelta(days=7)) == 0
    assert remind_stale(now=now + timedelta(days=183)) == 2

    first = mails()[:2]
    assert {mail.to_address for mail in first} == {people.editor.email, people.publisher.email}
    assert all("prélevé deux fois" in mail.text and "Une autre fiche" in mail.text for mail in first)


def test_an_owner_may_be_a_person_or_a_mailbox(app: Flask, room: Room, people: Cast, now: datetime):
    row = room.text()
    row.reviewed_on, row.owner = date(2026, 1, 1), people.editor.name
    db.session.commit()
    assert remind_stale(now=now) == 1
    other = room.text("autre")
    other.reviewed_on = date(2026, 1, 1)
    db.session.commit()
    boxes = {"POLE": "pole@example.org"}
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"content_owners": boxes})

    assert remind_stale(now=now) == 1

    assert [mail.to_address for mail in mails()] == [people.editor.email, "pole@example.org"]


def test_what_is_fresh_or_archived_alarms_nobody(room: Room, now: datetime):
    row = room.text()
    row.reviewed_on, row.state = date(2026, 1, 1), State.ARCHIVED
    db.session.commit()

    assert remind_stale(now=now) == 0
