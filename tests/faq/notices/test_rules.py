"""Which notice speaks of which, and who signs."""

from datetime import date

import pytest

from helpdesk.faq.notices.citing import call, cite, cited_by
from helpdesk.faq.notices.rules import Notice, Numbered, links_of, names_somebody, superseded

JUNE, OCTOBER = date(2024, 6, 21), date(2024, 10, 15)


def a_notice(slug: str, number: int, day: date = JUNE, **links: tuple[str, ...]) -> Notice:
    return Notice(slug, "fr", slug, "", Numbered("Coop’Infos", number, day), **links)


def test_a_notice_knows_those_it_speaks_of_and_those_that_speak_of_it():
    old, new = a_notice("old", 51), a_notice("new", 52, OCTOBER, supersedes=("old", "gone"), reminds=("old",))
    notices = {each.slug: each for each in (old, new)}

    of_old, of_new = links_of("old", notices), links_of("new", notices)

    assert (of_old.superseded_by, of_old.reminded_by, of_old.supersedes) == ([new], [new], [])
    assert (of_new.supersedes, of_new.reminds, of_new.superseded_by) == ([old], [old], [])
    assert superseded(notices) == {"old", "gone"}


@pytest.mark.parametrize(
    ("signatory", "somebody"),
    [
        ("La direction administrative et financière", False),
        ("Le Président", False),
        ("La vice-présidence chargée des finances", False),
        ("Pôle coopératives scolaires", False),
        ("{{ note.signatory }}", False),
        ("Camille Exemple", True),
        ("Camille EXEMPLE", True),
        ("Mme Exemple", True),
        ("Le président, M. Exemple", True),
        ("Camille Exemple, direction financière", True),
    ],
)
def test_a_function_signs_and_not_a_person(signatory: str, somebody: bool):
    assert names_somebody(signatory) is somebody


def test_a_notice_is_called_by_its_series_its_number_and_its_day(app):
    assert call(Numbered("Coop’Infos", 51, JUNE), "fr") == "Coop’Infos n°\u00a051 du 21\u00a0juin 2024"
    assert call(Numbered("Coop’Infos", 51, JUNE), "en") == "Coop’Infos no. 51 of 21 June 2024"


def test_a_citation_becomes_a_link():
    assert cite("Voir {{ note: a-1 }}.", {"a-1": "A*B"}) == "Voir [A\\*B](/notes/a-1)."
    assert cited_by("note: a-1") == "a-1"
    assert cited_by("note.signatory") is None
