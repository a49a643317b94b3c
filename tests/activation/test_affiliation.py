"""The word about a lapsed affiliation on a checklist: for those who sign in, not for who holds a private link."""

import re
from datetime import timedelta

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.organisations.affiliation.rules import Year
from helpdesk.organisations.affiliation.service import enter_year
from tests.activation.conftest import SLUG, _here, a_school, speaks_for
from tests.builders import last_mail
from tests.people import signed_in

SAID = re.compile("Affiliation (échue|à renouveler)")


def lapse(school) -> None:
    at = clock.now()
    last = local(at).date() - timedelta(days=90)
    enter_year(school.id, Year("2025", last - timedelta(days=300), last), by_id=None, now=at)
    db.session.commit()


def test_a_treasurer_is_told_on_the_checklist_of_the_organisation_that_lapsed(client, people, school):
    other = a_school("source")
    speaks_for(people.treasurer, school)
    speaks_for(people.treasurer, other)
    lapse(school)
    treasurer = signed_in(client, people.treasurer)

    assert "Affiliation échue\u00a0: Coopérative tilleuls" in treasurer.get(_here(school)).text
    assert not SAID.search(treasurer.get(_here(other)).text)
    assert "Affiliation échue\u00a0: Coopérative tilleuls" in treasurer.get("/activation/").text


def test_who_holds_a_private_link_is_told_nothing(client, school):
    lapse(school)
    client.post(f"/activation/{SLUG}", data={"organisation_text": "x", "organisation_id": str(school.id)})
    token = last_mail("activation/link").text.split("/activation/lien/")[1].split()[0]

    page = client.get(f"/activation/lien/{token}", follow_redirects=True).text

    assert "Coopérative tilleuls" in page
    assert not SAID.search(page)
    assert not SAID.search(client.get("/activation/").text)
