"""Who stands above and below whom, day by day, on both lines."""

from datetime import date, datetime

import pytest

from helpdesk.db import db
from helpdesk.organisations.models import Organisation, OrganisationLink
from helpdesk.organisations.queries import ancestor_ids, perimeter_ids, search_organisations
from helpdesk.organisations.rules import Family, Kind, Line

TODAY = date(2026, 11, 16)


def an_organisation(name: str, now: datetime, kind: Kind = Kind.UNION) -> int:
    organisation = Organisation(
        code=name.lower().replace(" ", "-"),
        name=name,
        name_key=name.lower(),
        kind=kind,
        family=Family.UNION,
        created_at=now,
    )
    db.session.add(organisation)
    db.session.commit()
    return organisation.id


def link(parent: int, child: int, line: Line, since: date | None = None, until: date | None = None) -> None:
    db.session.add(
        OrganisationLink(parent_id=parent, child_id=child, line=line, valid_from=since, valid_until=until)
    )
    db.session.commit()


@pytest.fixture
def graph(app, now) -> dict[str, int]:
    names = ("Confederation", "Departmental", "Federation", "Union A", "Union B", "Section")
    ids = {name: an_organisation(name, now) for name in names}
    link(ids["Confederation"], ids["Departmental"], Line.GEOGRAPHIC)
    link(ids["Confederation"], ids["Federation"], Line.PROFESSIONAL)
    link(ids["Departmental"], ids["Union A"], Line.GEOGRAPHIC)
    link(ids["Departmental"], ids["Union B"], Line.GEOGRAPHIC)
    link(ids["Federation"], ids["Union A"], Line.PROFESSIONAL)
    link(ids["Union A"], ids["Section"], Line.GEOGRAPHIC)
    return ids


def test_a_union_is_seen_by_its_two_lines(graph):
    names = {name for name, number in graph.items() if number in ancestor_ids(graph["Union A"], TODAY)}

    assert names == {"Union A", "Departmental", "Federation", "Confederation"}


def test_a_federation_does_not_see_the_other_lines_sisters(graph):
    below = perimeter_ids(frozenset({graph["Federation"]}), TODAY)

    assert graph["Union A"] in below
    assert graph["Union B"] not in below


def test_a_perimeter_can_follow_one_line_only(graph):
    below = perimeter_ids(frozenset({graph["Confederation"]}), TODAY, frozenset({Line.PROFESSIONAL}))

    assert below == {graph["Confederation"], graph["Federation"], graph["Union A"]}


def test_a_link_counts_only_between_its_days(graph):
    link(graph["Federation"], graph["Union B"], Line.PROFESSIONAL, date(2027, 1, 1), date(2027, 12, 31))

    assert graph["Federation"] not in ancestor_ids(graph["Union B"], date(2026, 12, 31))
    assert graph["Federation"] in ancestor_ids(graph["Union B"], date(2027, 1, 1))
    assert graph["Federation"] not in ancestor_ids(graph["Union B"], date(2028, 1, 1))


def test_a_walk_ends_on_a_cycle(graph):
    link(graph["Section"], graph["Confederation"], Line.CONFEDERAL)

    assert ancestor_ids(graph["Section"], TODAY) == set(graph.values()) - {graph["Union B"]}


def test_organisations_are_found_by_any_words_of_their_name(graph):
    assert [found.name for found in search_organisations("b union")] == ["Union B"]
    assert search_organisations("100% _") == []
