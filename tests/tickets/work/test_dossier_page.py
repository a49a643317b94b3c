"""A dossier as agents see it over HTTP: its history, what is known, its address."""

import pytest

from tests.tickets.work.desk_pages import opened


def test_a_dossier_shows_its_history_and_what_is_known(at_work):
    ticket = opened(
        phone="+33199001234", amount_cents=3400, rum="UL38-0042", reason_code="AM04", no_voicemail=True
    )

    page = at_work.get(f"/bureau/dossiers/{ticket.reference}").text

    for words in (
        "Deux prélèvements en novembre",
        "prélevée deux fois",
        "01\u00a099\u00a000\u00a012\u00a034",
        "UL38-0042",
    ):
        assert words in page, words
    assert "Orienté vers le pôle" in page
    assert "Ne laissez pas de message" in page
    assert "Message laissé" not in page


def test_a_reference_typed_otherwise_leads_to_the_address(at_work):
    ticket = opened()

    answer = at_work.get(f"/bureau/dossiers/{ticket.reference.lower()}")

    assert answer.location == f"/bureau/dossiers/{ticket.reference}"


@pytest.mark.parametrize("reference", ["ZZZ-999", "x", "%00", "K7Q-4820", "a" * 300, "../etc"])
def test_what_is_no_dossier_is_not_found(at_work, reference):
    assert at_work.get(f"/bureau/dossiers/{reference}").status_code in {400, 404}


def test_a_confidential_dossier_of_another_desk_is_not_found(at_work, people):
    ticket = opened(category="fonds", subcategory="", confidential=True)
    urls = [
        f"/bureau/dossiers/{ticket.reference}{end}"
        for end in ("", "/faits", "/sujet", "/gravite", "/articles")
    ]

    assert {at_work.get(url).status_code for url in urls} == {404}
    posted = at_work.post(f"{urls[0]}/reponses", data={"kind": "note", "body": "x", "version": 1, "seen": 0})
    # The same as for a dossier that does not exist: what was typed is given back, and nothing else said.
    assert posted.status_code == 409
    assert ticket.subject not in posted.text
