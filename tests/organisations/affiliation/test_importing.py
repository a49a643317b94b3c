"""Years of affiliation in the CSV file of organisations."""

import io
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from helpdesk.db import db, transactional
from helpdesk.organisations.affiliation.models import Affiliation
from helpdesk.organisations.affiliation.rules import read_year
from helpdesk.organisations.affiliation.service import enter_year
from helpdesk.organisations.importing.service import import_organisations
from helpdesk.organisations.queries import get_by_code
from helpdesk.organisations.rules import Line
from helpdesk.organisations.service import link_organisations
from tests.people import signed_in
from tests.statements import counted_statements

HEADING = "code;name;kind;family;affiliation\n"


def line(code: str, year: str) -> str:
    return f"{code};Coopérative {code};school_cooperative;cooperative;{year}\n"


def renamed(code: str) -> str:
    return f"{code};Autre {code};school_cooperative;cooperative;\n"


def years() -> list[tuple[str, str]]:
    db.session.expire_all()
    rows = db.session.query(Affiliation).order_by(Affiliation.organisation_id, Affiliation.ends_on)
    return [(row.label, str(row.ends_on)) for row in rows]


def bring(*lines: str, now):
    return import_organisations((HEADING + "".join(lines)).encode(), now=now)


def test_a_column_adds_a_year_and_an_empty_cell_none(app, now):
    report = bring(line("a", "2026-2027"), line("b", ""), line("c", "2026"), now=now)

    assert report.saved
    assert years() == [("2026-2027", "2027-08-31"), ("2026", "2026-12-31")]


def test_the_same_year_again_changes_nothing_and_another_is_added(app, now):
    bring(line("a", "2025-2026"), now=now)
    bring(line("a", "2025-26"), now=now)
    bring(line("a", "2026-2027"), now=now)
    bring(line("a", ""), now=now)

    assert years() == [("2025-2026", "2026-08-31"), ("2026-2027", "2027-08-31")]


@pytest.mark.parametrize(
    ("year", "fault"),
    [("2026-2028", "écrivez l’année ainsi"), ("oui", "écrivez l’année ainsi"), ("2026", "recouvre")],
)
def test_one_wrong_year_saves_nothing(app, now, year, fault):
    bring(line("a", "2025-2026"), now=now)

    report = bring(line("b", "2026-2027"), line("a", year), now=now)

    assert not report.saved
    assert [(each.number, fault in each.fault) for each in report.faults] == [(3, True)]
    assert len(years()) == 1


def test_a_file_without_the_column_leaves_the_years(app, now):
    bring(line("a", "2025-2026"), now=now)

    import_organisations(b"code;name;kind;family\na;A;school_cooperative;cooperative\n", now=now)

    assert len(years()) == 1


def test_many_years_are_written_in_a_few_statements(app, now):
    with counted_statements() as few:
        bring(line("x", "2026"), now=now)
    with counted_statements() as many:
        bring(*(line(f"n{number}", "2026") for number in range(200)), now=now)

    assert len(many) <= len(few) + 1
    assert len(years()) == 201


@pytest.mark.parametrize(("year", "is_saved"), [("2026-2027", True), ("2026", False)])
def test_a_file_waits_for_the_year_that_somebody_is_entering(app, now, year, is_saved):
    bring(line("a", ""), now=now)
    organisation_id = get_by_code("a").id

    def bring_in_a_session_of_its_own():
        with app.app_context():
            return bring(line("a", year), now=now)

    @transactional
    def enter_while_the_file_is_read(threads):
        enter_year(organisation_id, read_year("2026-2027"), by_id=None, now=now)
        coming = threads.submit(bring_in_a_session_of_its_own)
        # It is to wait: this is only the time it would need to look without waiting.
        wait([coming], timeout=1)
        return coming

    with ThreadPoolExecutor(1) as threads:
        report = enter_while_the_file_is_read(threads).result()

    assert report.saved is is_saved
    assert years() == [("2026-2027", "2027-08-31")]


def test_two_imports_at_once_never_wait_for_each_other(app, now):
    bring(line("a", ""), line("b", ""), now=now)
    organisation_id = get_by_code("a").id

    def bring_in_a_session_of_its_own():
        with app.app_context():
            return bring(line("b", "2026"), renamed("a"), now=now)

    @transactional
    def bring_while_another_comes(threads):
        enter_year(organisation_id, read_year("2025"), by_id=None, now=now)
        coming = threads.submit(bring_in_a_session_of_its_own)
        # It is to wait, and to hold nothing meanwhile.
        wait([coming], timeout=1)
        assert bring(line("a", "2026"), renamed("b"), now=now).saved
        return coming

    with ThreadPoolExecutor(1) as threads:
        report = bring_while_another_comes(threads).result()

    assert report.saved
    assert years() == [("2025", "2025-12-31"), ("2026", "2026-12-31"), ("2026", "2026-12-31")]


def test_what_points_at_an_organisation_waits_for_no_year(app, now):
    bring(line("a", ""), line("b", ""), now=now)
    above, below = (get_by_code(code).id for code in ("a", "b"))
    # SQLite has one writer at a time.
    is_alone = db.engine.dialect.name == "sqlite"

    def link_in_a_session_of_its_own():
        with app.app_context():
            link_organisations(parent_id=above, child_id=below, line=Line.GEOGRAPHIC)

    @transactional
    def link_while_years_are_entered(threads):
        bring(line("a", "2026"), renamed("b"), now=now)
        enter_year(above, read_year("2025"), by_id=None, now=now)
        coming = threads.submit(link_in_a_session_of_its_own)
        wait([coming], timeout=0.2 if is_alone else 20)
        return coming, coming.done()

    with ThreadPoolExecutor(1) as threads:
        coming, is_done = link_while_years_are_entered(threads)
        coming.result()

    assert is_done is not is_alone


def test_a_supervisor_who_imports_is_named_beside_the_year(client, people, now):
    desk = signed_in(client, people.supervisor)

    content = (HEADING + line("a", "2026-2027")).encode()
    answer = desk.post("/bureau/organisations/importer", data={"file": (io.BytesIO(content), "o.csv")})

    assert answer.status_code == 200
    assert db.session.query(Affiliation).one().entered_by_id == people.supervisor.id
