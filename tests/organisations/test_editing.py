"""The form of an organisation loses nothing it was not asked to change."""

from datetime import date

import pytest
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.organisations.importing.service import import_organisations
from helpdesk.organisations.models import Organisation, OrganisationContact
from helpdesk.organisations.rules import ContactFunction, Family, Kind
from helpdesk.organisations.service import ContactDetails, Details, save_organisation
from tests.http_browser import read_forms
from tests.people import signed_in

WHOLE = Details(
    code="ul-x",
    name="Union locale des Tilleuls",
    kind=Kind.LOCAL_UNION,
    family=Family.UNION,
    short_name="UL Tilleuls",
    department="38",
    region="84",
    town="Les Tilleuls",
    postcode="38000",
    role_mailbox="ul-x@example.org",
    monthly_collection_cents=680_050,
    opened_on=date(1998, 3, 1),
    closed_on=date(2030, 12, 31),
    contacts=(
        ContactDetails(ContactFunction.TREASURER, "Théo Tresor", "theo@example.org", "+33199000100"),
        ContactDetails(ContactFunction.TREASURER, "", "second@example.org", ""),
        ContactDetails(ContactFunction.CORRESPONDENT, "Cléo", "", "+33199000101"),
    ),
)


@pytest.fixture
def organisation_id(app, now) -> int:
    return save_organisation(WHOLE, now=now).id


@pytest.fixture
def desk(client, people, organisation_id):
    return signed_in(client, people.supervisor)


def tables():
    """Return every row of both tables, whole."""
    db.session.expire_all()
    return [
        [tuple(row) for row in db.session.execute(select(model.__table__).order_by(model.id))]
        for model in (Organisation, OrganisationContact)
    ]


def fields_of(page):
    """Return what a browser would send of the form as it stands."""
    (form,) = [form for form in read_forms("here", page) if "code" in form.names]
    return dict(form.values)


def contacts():
    return [
        (each.function.value, each.name, each.email, each.phone)
        for each in db.session.scalars(select(OrganisationContact).order_by(OrganisationContact.id))
    ]


def test_saving_without_a_change_changes_nothing_in_the_tables(desk, organisation_id):
    address, before = f"/bureau/organisations/{organisation_id}/modifier", tables()

    answer = desk.post(address, data=fields_of(desk.get(address).text))

    assert answer.status_code == 302
    assert tables() == before


def test_a_form_that_shows_less_leaves_the_rest(desk, organisation_id):
    before = tables()
    known = {"name": WHOLE.name, "kind": "local_union", "family": "union", "short_name": "UL Tilleuls"}
    place = {"department": "38", "region": "84", "town": "Les Tilleuls", "postcode": "38000"}

    desk.post(
        f"/bureau/organisations/{organisation_id}/modifier",
        data={**known, **place, "role_mailbox": "ul-x@example.org"},
    )

    assert tables() == before


def test_collection_opening_day_and_contacts_are_changed_on_the_page(desk, organisation_id):
    address = f"/bureau/organisations/{organisation_id}/modifier"
    typed = fields_of(desk.get(address).text)
    typed |= {
        "monthly_collection_cents": "7 200,5",
        "opened_on": "02/04/1999",
        "contacts-1-phone": "01 99 00 01 02",
        "contacts-2-email": "",
        "contacts-3-function": "secretary",
        "contacts-3-name": "Sam",
    }

    desk.post(address, data=typed)

    (saved,) = db.session.scalars(select(Organisation).execution_options(populate_existing=True))
    assert (saved.monthly_collection_cents, saved.opened_on) == (720_050, date(1999, 4, 2))
    assert set(contacts()) == {
        ("treasurer", "Théo Tresor", "theo@example.org", "+33199000102"),
        ("correspondent", "Cléo", "", "+33199000101"),
        ("secretary", "Sam", "", ""),
    }
    shown = desk.get(f"/bureau/organisations/{organisation_id}").text
    assert "7\u202f200,50\xa0€" in shown
    assert "2 avril 1999" in shown.replace("\xa0", " ")


def test_a_page_of_before_an_import_brings_no_old_treasurer_back(desk, organisation_id, now):
    address = f"/bureau/organisations/{organisation_id}/modifier"
    typed = {**fields_of(desk.get(address).text), "name": "Union locale des Érables"}
    heading = "code;name;kind;family;treasurer_name;treasurer_email\n"
    line = "ul-x;Union locale des Tilleuls;local_union;union;Nina Neuve;nina@example.org\n"
    assert import_organisations((heading + line).encode(), now=now).saved
    before = tables()

    answer = desk.post(address, data=typed)

    assert answer.status_code == 409
    assert tables() == before
    assert "a changé pendant que vous écriviez" in answer.text
    assert f'href="/bureau/organisations/{organisation_id}" target="_blank"' in answer.text
    kept = fields_of(answer.text)
    assert (kept["name"], kept["contacts-0-name"]) == ("Union locale des Érables", typed["contacts-0-name"])

    # Who looked, mends their form and saves again is taken at their word.
    again = desk.post(address, data={**kept, "contacts-0-name": "Nina Neuve", "contacts-1-email": ""})
    assert again.status_code == 302
    assert "Nina Neuve" in {name for _function, name, *_reach in contacts()}


def test_the_second_of_two_clicks_is_told_that_it_is_saved(desk, organisation_id):
    address = f"/bureau/organisations/{organisation_id}/modifier"
    # Their order in the tables is another one then: the contact that changed comes last.
    typed = fields_of(desk.get(address).text) | {"name": "Union  locale", "contacts-1-name": "Nina"}
    assert desk.post(address, data=typed).status_code == 302
    before = tables()

    answer = desk.post(address, data=typed)

    assert answer.status_code == 302
    assert tables() == before


def test_a_page_of_before_another_change_is_stale_whatever_it_says(desk, organisation_id):
    address = f"/bureau/organisations/{organisation_id}/modifier"
    typed = fields_of(desk.get(address).text)
    assert desk.post(address, data=typed | {"contacts-0-name": "Nina"}).status_code == 302

    answers = [desk.post(address, data=typed | each) for each in ({}, {"town": "Les Érables"})]

    assert [each.status_code for each in answers] == [409, 409]


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "10000", "-1", ""])
def test_a_contact_under_a_name_that_no_page_gives_is_none(desk, organisation_id, number):
    address, before = f"/bureau/organisations/{organisation_id}/modifier", tables()
    sent = {**fields_of(desk.get(address).text), f"contacts-{number}-name": "Théo"}

    answer = desk.post(address, data=sent)

    assert answer.status_code == 302
    assert tables() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"monthly_collection_cents": "beaucoup"}, "Écrivez un montant en euros"),
        ({"monthly_collection_cents": "99999999999"}, "Écrivez un montant en euros"),
        ({"opened_on": "31/31/2031"}, "Écrivez une date comme"),
        ({"opened_on": "01/01/2031"}, "La date de fin précède"),
        ({"contacts-0-email": "theo@"}, "pas valable"),
        ({"contacts-0-phone": "le soir"}, "Écrivez un numéro"),
        ({"contacts-0-function": "king"}, "à corriger"),
        ({"contacts-0-name": "x" * 121}, "trop long"),
    ],
)
def test_what_cannot_be_read_comes_back_as_typed(desk, organisation_id, typed, sentence):
    address, before = f"/bureau/organisations/{organisation_id}/modifier", tables()

    answer = desk.post(address, data={**fields_of(desk.get(address).text), **typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert tables() == before


def test_a_file_brings_the_collection_and_an_empty_cell_takes_it_away(app, now, organisation_id):
    heading = "code;name;kind;family;monthly_collection;opened_on\n"
    line = "ul-x;Union locale des Tilleuls;local_union;union;{};{}\n"

    bad = import_organisations((heading + line.format("beaucoup", "")).encode(), now=now)
    good = import_organisations((heading + line.format("6 900,10 €", "05/06/2000")).encode(), now=now)

    assert "monthly_collection" in bad.faults[0].fault
    assert good.saved
    (saved,) = db.session.scalars(select(Organisation).execution_options(populate_existing=True))
    assert (saved.monthly_collection_cents, saved.opened_on) == (690_010, date(2000, 6, 5))
    import_organisations((heading + line.format("", "")).encode(), now=now)
    assert tables()[0][0].count(None) >= 2
