"""Severity, facts and subject of a dossier, filled in over HTTP."""

import pytest

from helpdesk.core import clock
from helpdesk.core.topics import Severity
from tests.builders import a_desk
from tests.tickets.work.desk_pages import fields_of, opened, refreshed


def test_lowering_a_severity_without_a_reason_is_refused_in_place(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    refused = at_work.post(f"{url}/gravite", data={**seen, "severity": "S4", "reason": ""})
    done = at_work.post(f"{url}/gravite", data={**seen, "severity": "S4", "reason": "Simple question."})

    assert refused.status_code == 422
    assert "pourquoi la gravité baisse" in refused.text
    assert done.status_code == 302
    assert refreshed(ticket).severity is Severity.S4


def test_facts_are_shown_and_taken(at_work):
    ticket = opened(amount_cents=1250, deadline_on=clock.now().date())
    url = f"/bureau/dossiers/{ticket.reference}/faits"
    page = at_work.get(url).text
    assert 'value="12,50"' in page

    answer = at_work.post(
        url,
        data={
            **fields_of(page),
            "amount_cents": "12,50",
            "deadline_on": f"{clock.now():%d/%m/%Y}",
            "deadline_confirmed": "y",
            "refunded": "non",
            "vendor_reference": "INC-1",
        },
    )

    assert answer.status_code == 302
    assert refreshed(ticket).severity is Severity.S1
    assert (ticket.vendor_reference, ticket.refunded) == ("INC-1", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_cents", "beaucoup"),
        ("amount_cents", "-3"),
        ("members_touched", "1e9"),
        ("debit_on", "0001-01-01"),
        ("deadline_on", "31/02/2026"),
        ("reason_code", "AM0444"),
        ("refunded", "peut-être"),
        ("vendor_reference", "x" * 61),
    ],
)
def test_absurd_facts_come_back_with_a_sentence(at_work, field, value):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}/faits"
    usual = {"refunded": ""}

    answer = at_work.post(url, data={"version": "1", "seen": "99", **usual, field: value})

    assert answer.status_code == 422
    assert "Vérifiez votre saisie" in answer.text
    assert refreshed(ticket).version == 1


def test_another_subject_is_filed(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}/sujet"
    page = at_work.get(url).text

    at_work.post(url, data={**fields_of(page), "topic": "fonds/bloque", "reroute": "y"})

    assert (refreshed(ticket).category, ticket.subcategory) == ("fonds", "bloque")
    assert ticket.desk_id == a_desk("comptes").id


@pytest.mark.parametrize("topic", ["", "rien", "fonds/rien", "prelevement/bloque"])
def test_a_subject_that_does_not_exist_is_refused(at_work, topic):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/sujet", data={"version": "1", "seen": "99", "topic": topic}
    )

    assert answer.status_code == 422
