"""A CSV file of organisations: all or nothing, with a report line by line."""

import io

import pytest
from sqlalchemy import func, select

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.organisations.importing.service import import_organisations
from helpdesk.organisations.importing.table import KNOWN
from helpdesk.organisations.models import Organisation, OrganisationContact
from helpdesk.organisations.queries import get_by_code, parents_of
from tests.people import signed_in
from tests.statements import counted_statements

HEADING = "code;name;kind;family;town;parent_geo;treasurer_email\n"
GOOD = HEADING + (
    "ul-x;Union locale des Tilleuls;local_union;union;Les Tilleuls;ud-38;tresor@example.org\n"
    "ud-38;Union départementale de l’Isère;departmental;union;Grenoble;;\n"
)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_a_parent_may_stand_further_down_the_file(app, now):
    report = import_organisations(GOOD.encode(), now=now)

    assert report.saved
    child = get_by_code("ul-x")
    assert [parent.code for parent, _line in parents_of(child.id, now.date())] == ["ud-38"]
    assert db.session.scalar(select(OrganisationContact.email)) == "tresor@example.org"


def test_importing_twice_changes_nothing(app, now):
    import_organisations(GOOD.encode(), now=now)
    import_organisations(GOOD.encode(), now=now)

    assert count() == 2


def test_one_wrong_line_saves_nothing_and_each_fault_is_named(app, now):
    bad = GOOD + "y;;union;union;;;\nz;Zed;planet;union;;nobody;\nw;W;union;union;;;not-a-mail\n"

    report = import_organisations(bad.encode(), now=now)

    assert not report.saved
    assert count() == 0
    assert [line.number for line in report.faults] == [4, 5, 6]
    assert "planet" in report.faults[1].fault


def test_a_circle_of_parents_is_refused(app, now):
    circle = HEADING + "a;A;union;union;;b;\nb;B;union;union;;a;\n"

    report = import_organisations(circle.encode(), now=now)

    assert "boucle" in report.faults[0].fault


def test_a_windows_file_is_read(app, now):
    assert import_organisations(GOOD.encode("cp1252"), now=now).saved


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (lambda text: text.encode("utf-8-sig"), True),
        (lambda text: text.encode("utf-16"), True),
        (lambda text: text.replace(";", "\t").encode(), True),
        (lambda text: text.replace(";", ",").encode(), True),
        (lambda text: text.replace("\n", "\r\n").encode(), True),
        (lambda text: text.replace("\n", "\r").encode(), True),
        (lambda text: f"sep=;\n\n{text}\n\n".encode(), True),
        (lambda text: text.replace("code;name", "Code;NAME").encode(), True),
        (lambda text: text.replace("Les Tilleuls", '"Les ""Tilleuls""; et\nautour"').encode(), True),
        (lambda text: text.replace("Les Tilleuls", '"Les Tilleuls').encode(), False),
        (lambda text: text.replace("town", "name").encode(), False),
        (lambda text: text.replace("town", "planet").encode(), False),
        (lambda text: b"", False),
        (lambda text: b"PK\x03\x04" + bytes(range(256)), False),
    ],
)
def test_a_file_is_read_however_a_spreadsheet_wrote_it(app, now, written, read):
    if not read:
        with pytest.raises(Refused):
            import_organisations(written(GOOD), now=now)
        return

    assert import_organisations(written(GOOD), now=now).saved
    assert get_by_code("ul-x").name == "Union locale des Tilleuls"


def test_a_code_twice_and_a_cell_too_many_are_named(app, now):
    report = import_organisations(
        (GOOD + "ul-x;Autre;union;union;;;\nz;Z;union;union;;;;trop\n").encode(), now=now
    )

    assert [(line.number, line.fault.split(".")[0][:25]) for line in report.faults] == [
        (4, "Ce code est déjà celui de"),
        (5, "Cette ligne a plus de cas"),
    ]


def test_what_the_file_has_no_column_for_stays(app, now):
    import_organisations(GOOD.encode(), now=now)
    add_contact = "code;name;kind;family;secretary_name\nul-x;Nouveau nom;local_union;union;Sam Secrétaire\n"

    assert import_organisations(add_contact.encode(), now=now).saved

    changed = get_by_code("ul-x")
    assert (changed.name, changed.town) == ("Nouveau nom", "Les Tilleuls")
    assert [parent.code for parent, _line in parents_of(changed.id, now.date())] == ["ud-38"]
    contacts = db.session.scalars(select(OrganisationContact).order_by(OrganisationContact.id)).all()
    assert [(each.email, each.name) for each in contacts] == [
        ("tresor@example.org", ""),
        ("", "Sam Secrétaire"),
    ]


def test_two_thousand_lines_take_few_statements(app, now):
    lines = "".join(
        f"o{n};O {n};union;union;;{f'o{n // 10}' if n else ''};t@example.org\n" for n in range(2000)
    )

    with counted_statements() as statements:
        assert import_organisations((HEADING + lines).encode(), now=now).saved

    assert len(statements) < 60
    assert count() == 2000


def test_a_supervisor_imports_and_reads_the_report(client, people, now):
    signed_in(client, people.supervisor)

    good = client.post("/bureau/organisations/importer", data={"file": (io.BytesIO(GOOD.encode()), "o.csv")})
    bad = client.post("/bureau/organisations/importer", data={"file": (io.BytesIO(b"\xff\x00;;\n"), "o.csv")})

    assert "2\u00a0organisations enregistrées" in good.text
    assert bad.status_code == 422


def test_pages_of_organisations(client, people, now):
    signed_in(client, people.supervisor)
    import_organisations(GOOD.encode(), now=now)
    number = get_by_code("ul-x").id

    assert "Tilleuls" in client.get("/bureau/organisations/?q=tilleuls").text
    assert "Union départementale de l’Isère" in client.get(f"/bureau/organisations/{number}").text
    assert client.get("/bureau/organisations/999").status_code == 404
    made = client.post(
        "/bureau/organisations/nouvelle", data={"code": "n", "name": "N", "kind": "union", "family": "union"}
    )
    assert made.status_code == 302
    again = client.post(
        "/bureau/organisations/nouvelle", data={"code": "n", "name": "N", "kind": "union", "family": "union"}
    )
    assert (again.status_code, "déjà pris" in again.text) == (422, True)


def test_a_link_to_itself_is_refused_with_a_sentence(client, people, now):
    signed_in(client, people.supervisor)
    import_organisations(GOOD.encode(), now=now)
    number = get_by_code("ud-38").id

    response = client.post(
        f"/bureau/organisations/{number}/liens", data={"parent_code": "ul-x", "line": "geo"}
    )

    assert response.status_code == 422
    assert "boucle" in response.text


def test_every_fault_of_a_line_is_named(app, now):
    text = "code;name;kind;family;opened_on;role_mailbox;treasurer_phone;affiliation\n"
    text += "a;A;planet;union;demain;not-a-mail;le soir;bientôt\n"

    (line,) = import_organisations(text.encode(), now=now).faults

    for column in ("kind", "opened_on", "role_mailbox", "treasurer_phone", "affiliation"):
        assert f"{column}\xa0:" in line.fault


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD.replace("Les Tilleuls", '"Les Tilleuls').encode(), "un guillemet ouvert n’est pas refermé"),
        (GOOD.replace("Les Tilleuls", '"Les" Tilleuls').encode(), "un guillemet ouvert n’est pas refermé"),
        (GOOD.replace("Les Tilleuls", "x" * 200_000).encode(), "une case est démesurée"),
        (GOOD.replace("town", "telephone").encode(), "Colonnes inconnues\xa0: telephone"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_french(app, now, content, sentence):
    with pytest.raises(Refused) as refusal:
        import_organisations(content, now=now)

    assert sentence in refusal.value.sentence


def test_a_kind_may_be_written_as_people_say_it(app, now):
    text = GOOD.replace("local_union", "Union Locale").replace(";union;Grenoble", ";Syndicat;Grenoble")

    assert import_organisations(text.encode(), now=now).saved
    assert (get_by_code("ul-x").kind, get_by_code("ud-38").family) == ("local_union", "union")


def test_the_sample_has_every_column_and_is_imported_as_it_is(client, people, now):
    signed_in(client, people.supervisor)

    page = client.get("/bureau/organisations/importer").text
    sample = client.get("/bureau/organisations/importer/modele.csv")

    assert "/bureau/organisations/importer/modele.csv" in page
    assert "local_union (Union locale)" in page
    assert set(sample.text.removeprefix("\ufeff").split("\r\n")[0].split(";")) == KNOWN
    assert import_organisations(sample.data, now=now).saved
    assert get_by_code("ul-tilleuls").monthly_collection_cents == 680_050
