"""What an organisation's own people are told when they sign in, and what nobody else ever is."""

import re

import pytest
from flask.testing import FlaskClient

from helpdesk.db import db
from tests.builders import a_desk, a_ticket
from tests.people import Cast, signed_in
from tests.tickets.forms import send

SAID = re.compile("Affiliation (échue|à renouveler)")
LAPSED, TO_RENEW = "Affiliation échue\u00a0: Syndicat", "Affiliation à renouveler\u00a0: Syndicat"
PAGES = ("/activation/", "/dossiers/nouveau")


@pytest.fixture
def union(network, people: Cast):
    made = network.organisation("mien", ends_in=-90)
    network.speaks(people.treasurer, made)
    network.organisation("autre", ends_in=-90)
    db.session.commit()
    return made


@pytest.mark.parametrize("path", PAGES)
def test_a_treasurer_is_told_of_their_own_organisation_only(client: FlaskClient, people: Cast, union, path):
    page = signed_in(client, people.treasurer).get(path).text

    assert f"{LAPSED} mien" in page
    assert "Vous pouvez ouvrir un dossier dans tous les cas." in page
    assert "Syndicat autre" not in page
    # No address is set: there is no link to renew.
    assert "Renouveler l’affiliation" not in page


def test_the_link_to_renew_is_a_setting(app, client: FlaskClient, people: Cast, union):
    chosen = app.extensions["settings"]
    app.extensions["settings"] = chosen.model_copy(
        update={"affiliation_url": "https://a.example.org/renouveler"}
    )

    page = signed_in(client, people.treasurer).get("/dossiers/nouveau").text

    assert '<a class="btn btn-s" href="https://a.example.org/renouveler" rel="noopener">' in page


@pytest.mark.parametrize(("ends_in", "words"), [(10, "Elle se termine le"), (-10, "Elle s’est terminée le")])
def test_one_is_reminded_around_the_end_of_the_year(client, people: Cast, network, ends_in, words):
    made = network.organisation("mien", ends_in=ends_in)
    network.speaks(people.treasurer, made)
    db.session.commit()

    page = signed_in(client, people.treasurer).get("/dossiers/nouveau").text

    assert f"{TO_RENEW} mien" in page
    assert words in page


@pytest.mark.parametrize("ends_in", [None, 200])
def test_nothing_is_said_of_who_is_up_to_date_or_unknown(client, people: Cast, network, ends_in):
    made = network.organisation("mien", ends_in=ends_in)
    network.speaks(people.treasurer, made)
    db.session.commit()

    for path in PAGES:
        assert not SAID.search(signed_in(client, people.treasurer).get(path).text)


def test_who_left_the_organisation_is_told_nothing(client, people: Cast, network, union):
    for viewer in (people.stranger, people.agent, people.administrator):
        assert not SAID.search(signed_in(client, viewer).get("/dossiers/nouveau").text)


def test_nobody_else_ever_learns_it(client: FlaskClient, union):
    for path in (*PAGES, "/", "/dossiers/organisations.json?q=mien", "/recherche?q=syndicat+mien"):
        page = client.get(path, follow_redirects=True).text
        assert "ffiliation échue" not in page


def test_a_lapsed_affiliation_stops_nothing(client: FlaskClient, people: Cast, union):
    a_desk()

    answer = send(signed_in(client, people.treasurer), organisation_id=str(union.id))

    assert answer.status_code == 302
    assert answer.location.endswith("/dossiers/recu")


def test_agents_see_it_beside_the_dossier(client: FlaskClient, people: Cast, network, union):
    a_desk("accueil", people.agent)
    lapsed = a_ticket(network.now, organisation_id=union.id, organisation_text="Syndicat mien")
    fine = network.organisation("ajour", ends_in=200)
    other = a_ticket(network.now, organisation_id=fine.id, organisation_text="Syndicat ajour")
    agent = signed_in(client, people.agent)

    assert "Affiliation échue" in agent.get(f"/bureau/dossiers/{lapsed.reference}").text
    assert "Affiliation" not in agent.get(f"/bureau/dossiers/{other.reference}").text.partition("<main")[2]
