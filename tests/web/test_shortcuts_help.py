"""The help of shortcuts tells what works for who reads it."""

from tests.people import signed_in


def test_who_only_writes_is_told_no_key_of_dossiers(client, people):
    page = signed_in(client, people.editor).get("/bureau/fiches/").text

    assert "ligne suivante" in page
    assert "noter un appel" not in page


def test_who_answers_dossiers_is_told_their_keys(client, people):
    page = signed_in(client, people.agent).get("/bureau/").text

    assert "noter un appel" in page
    assert "ligne suivante" not in page
