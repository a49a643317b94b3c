"""Affiliations at the desk: who sees, enters, lists them, and within which perimeter."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from helpdesk.accounts.models import Person
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.organisations.affiliation.models import Affiliation
from helpdesk.organisations.rules import Kind
from tests.people import Cast, signed_in
from tests.statements import counted_statements, without_session

LIST = "/bureau/organisations/affiliations"


def enter(client: FlaskClient, organisation_id: int, **sent: str):
    return client.post(f"/bureau/organisations/{organisation_id}/affiliations", data=sent)


def years() -> list[tuple[str, str, str]]:
    db.session.expire_all()
    rows = db.session.query(Affiliation).order_by(Affiliation.ends_on)
    return [(row.label, str(row.begins_on), str(row.ends_on)) for row in rows]


def test_a_supervisor_enters_a_year_and_takes_it_back(client: FlaskClient, people: Cast, network):
    union = network.organisation("a")
    desk = signed_in(client, people.supervisor)
    assert "rien n’est dit à l’organisation" in desk.get(f"/bureau/organisations/{union.id}").text

    answer = enter(desk, union.id, label="2026-2027")
    page = desk.get(answer.location).text

    assert years() == [("2026-2027", "2026-09-01", "2027-08-31")]
    assert "Affiliation à jour" in page
    assert "Solène Suivi" in page
    number = db.session.query(Affiliation).one().id
    assert desk.post(f"/bureau/organisations/{union.id}/affiliations/{number}/retirer").status_code == 303
    assert years() == []


def test_a_year_may_have_days_of_its_own(client: FlaskClient, people: Cast, network):
    union = network.organisation("a")
    desk = signed_in(client, people.sysadmin)

    enter(desk, union.id, label="Campagne 2026", begins_on="2026-03-01", ends_on="2027-02-28")
    again = enter(desk, union.id, label="Encore", begins_on="2026-03-01", ends_on="2027-02-28")

    assert years() == [("Campagne 2026", "2026-03-01", "2027-02-28")]
    assert again.status_code == 303


def test_a_year_far_ahead_that_is_there_already_breaks_no_page(client: FlaskClient, people: Cast, network):
    union = network.organisation("a")
    far = {"begins_on": date(9999, 1, 1), "ends_on": date.max, "entered_at": clock.now()}
    db.session.add(Affiliation(organisation_id=union.id, label="9999", **far))
    db.session.commit()

    page = signed_in(client, people.supervisor).get(f"/bureau/organisations/{union.id}")

    assert page.status_code == 200
    assert "Affiliation à jour" in page.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"label": ""}, "Ce champ est nécessaire."),
        ({"label": "bientôt"}, "Écrivez 2026-2027 ou 2026"),
        ({"label": "2026", "begins_on": "2026-01-01"}, "Écrivez 2026-2027 ou 2026"),
        ({"label": "2026", "begins_on": "2027-01-01", "ends_on": "2026-01-01"}, "La fin précède le début."),
        ({"label": "2026", "begins_on": "2026-01-01", "ends_on": "2036-01-01"}, "deux ans au plus"),
        ({"label": "9999", "begins_on": "9999-01-01", "ends_on": "9999-12-31"}, "entre 2000 et 2100"),
        ({"label": "2025-2026"}, "recouvre celle qui est déjà saisie"),
        ({"label": "x" * 21}, "20"),
        ({"label": "<script>alert(1)</script>"}, "20"),
        ({"label": "2026", "begins_on": "hier", "ends_on": "0"}, "error"),
    ],
)
def test_what_cannot_be_a_year_is_refused_with_its_reason(
    client: FlaskClient, people: Cast, network, sent, sentence
):
    union = network.organisation("a", ends_in=10)
    before = years()

    answer = enter(signed_in(client, people.supervisor), union.id, **sent)

    assert answer.status_code == 422
    assert sentence in answer.text.replace("\u00a0", " ")
    assert "<script>alert" not in answer.text
    assert years() == before


def test_agents_see_a_year_and_do_not_enter_one(client: FlaskClient, people: Cast, network):
    union = network.organisation("a", ends_in=-90)
    agent = signed_in(client, people.agent)

    page = agent.get(f"/bureau/organisations/{union.id}").text

    assert "Affiliation échue" in page
    assert "Saisir une année" not in page
    assert "Retirer" not in page
    assert enter(agent, union.id, label="2030").status_code == 404
    assert agent.get(LIST).status_code == 404


def test_strangers_editors_and_nobody_see_nothing(client: FlaskClient, people: Cast, network):
    network.organisation("a", ends_in=-90)

    assert "/connexion" in client.get(LIST).location
    for viewer in (people.treasurer, people.editor, people.stranger, people.administrator):
        assert signed_in(client, viewer).get(LIST).status_code == 404


def test_the_list_shows_who_lapsed_and_counts_the_others(client: FlaskClient, people: Cast, network):
    network.organisation("echu", ends_in=-90, town="Port-Lazare", department="29")
    network.organisation("bientot", ends_in=5)
    network.organisation("ecole", ends_in=-80, kind=Kind.SCHOOL_COOPERATIVE)
    network.organisation("inconnu")
    network.organisation("ferme", ends_in=-90, closed_on=network.today)
    renewed = network.organisation("renouvele", ends_in=-90)
    network.year(renewed, 300)
    db.session.commit()
    desk = signed_in(client, people.supervisor)

    page = desk.get(LIST).text.replace("\u00a0", " ")

    assert all(name in page for name in ("Syndicat echu", "Syndicat ecole"))
    assert not any(f"Syndicat {name}" in page for name in ("bientot", "inconnu", "ferme", "renouvele"))
    assert [words in page for words in ("échue · 2", "renouveler · 1", "jour · 1")] == [True] * 3
    assert "Syndicat bientot" in desk.get(f"{LIST}?situation=to_renew").text
    assert "Syndicat renouvele" in desk.get(f"{LIST}?situation=up_to_date").text
    narrowed = desk.get(f"{LIST}?famille=cooperative").text
    assert ("Syndicat ecole" in narrowed, "Syndicat echu" in narrowed) == (True, False)
    assert "Syndicat ecole" not in desk.get(f"{LIST}?departement=29").text
    assert "Syndicat echu" in desk.get(f"{LIST}?q=lazare").text


@pytest.mark.parametrize(
    "query",
    [
        "situation=unknown",
        "situation=%27%3B--",
        "famille=planet",
        "departement=" + "9" * 500,
        "q=" + "a" * 5000,
        "q=%25_%25",
        "apres=99999999999-x",
        "apres=1-",
        "apres=%F0%9F%92%A9",
    ],
)
def test_an_odd_filter_is_none(client: FlaskClient, people: Cast, network, query):
    network.organisation("echu", ends_in=-90)

    assert signed_in(client, people.supervisor).get(f"{LIST}?{query}").status_code == 200


def test_the_list_goes_on_page_by_page(client: FlaskClient, people: Cast, network, monkeypatch):
    monkeypatch.setattr("helpdesk.organisations.affiliation.queries.PAGE", 2)
    for code in "abc":
        network.organisation(code, ends_in=-90)
    desk = signed_in(client, people.supervisor)

    first = desk.get(LIST).text
    address = next(part for part in first.split('"') if "apres=" in part).replace("&amp;", "&")
    second = desk.get(address).text

    assert ("Syndicat b" in first, "Syndicat c" in first) == (True, False)
    assert ("Syndicat b" in second, "Syndicat c" in second) == (False, True)


def test_who_speaks_for_an_organisation_sees_it_and_what_stands_below(
    client: FlaskClient, people: Cast, network
):
    above = network.organisation("ud", ends_in=-90, kind=Kind.DEPARTMENTAL)
    below = network.organisation("dessous", ends_in=-90)
    elsewhere = network.organisation("ailleurs", ends_in=-90)
    network.below(above, below)
    network.speaks(people.supervisor, above)
    db.session.commit()
    desk = signed_in(client, people.supervisor)

    page = desk.get(LIST).text

    assert ("Syndicat dessous" in page, "Syndicat ailleurs" in page) == (True, False)
    assert "Affiliation échue" in desk.get(f"/bureau/organisations/{below.id}").text
    assert "Affiliation" not in desk.get(f"/bureau/organisations/{elsewhere.id}").text.partition("<main")[2]
    assert enter(desk, elsewhere.id, label="2030").status_code == 404
    number = db.session.query(Affiliation).filter_by(organisation_id=elsewhere.id).one().id
    for organisation in (elsewhere, below):
        path = f"/bureau/organisations/{organisation.id}/affiliations/{number}/retirer"
        assert desk.post(path).status_code == 404
    assert len(years()) == 3


def test_the_list_asks_as_much_of_many_as_of_few(client: FlaskClient, people: Cast, network):
    desk = signed_in(client, people.supervisor)

    def asked() -> int:
        db.session.rollback()
        with counted_statements() as seen:
            assert desk.get(LIST).status_code == 200
        return len(without_session(seen))

    network.organisation("a", ends_in=-90)
    few = asked()
    for number in range(30):
        network.organisation(f"n{number}", ends_in=-90)

    assert asked() <= few


def test_a_person_who_goes_leaves_the_year_and_not_their_name(client: FlaskClient, people: Cast, network):
    union = network.organisation("a")
    network.year(union, 100, by=people.sysadmin)
    db.session.commit()

    db.session.delete(db.session.get(Person, people.sysadmin.id))
    db.session.commit()

    page = signed_in(client, people.supervisor).get(f"/bureau/organisations/{union.id}").text
    assert "Affiliation à jour" in page
    assert "Sacha Systeme" not in page


def test_english_pages_answer_too(client: FlaskClient, people: Cast, network):
    union = network.organisation("a", ends_in=-90)
    desk = signed_in(client, people.supervisor)

    for path in (LIST, f"/bureau/organisations/{union.id}"):
        assert desk.get(f"/en{path}").status_code == 200
