"""Hostile and absurd values in every field: a page with a sentence, never a fault, never a lost text."""

from itertools import count
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from helpdesk.core.topics import Field
from helpdesk.db import db
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets.models import Attachment, Entry, Ticket
from tests.tickets.forms import PDF, a_file, a_form, key_on

FIELDS = [
    "category",
    "subcategory",
    "subject",
    "body",
    "name",
    "email",
    "phone",
    "organisation_text",
    "organisation_id",
    "callback_wanted",
    "callback_slot",
    "no_voicemail",
    "confidential",
    "article_slug",
    "submission_key",
    "website",
] + [field.value for field in Field]

VALUES = {
    "nul": "a\x00b",
    "controls": "\x01\x02\x1b[31m\x7f",
    "crlf": "a\r\nBcc: tous@example.org\r\n\r\nX",
    "emoji": "👩‍👧‍👦" * 50,
    "direction": "\u202egnp.exe\u2066\u2069",
    "combining": "e" + "\u0301" * 3000,
    "quotes": "'; DROP TABLE ticket; --",
    "like": "%_%\\",
    "template": "{{ 7*7 }}{% for x in config %}{0.__class__}%s%n",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "huge number": "9" * 400,
    "minus": "-1",
    "float": "1e309",
    "not a day": "2026-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "arabic figures": "١٢٣",
    "blank": "   \u00a0\u200b ",
    "long": "mot " * 20_000,
    "foreign id": "1",
    "path": "../../../../etc/passwd",
}
_numbers = count()


def post(client: FlaskClient, form: dict) -> TestResponse:
    """Send from a network and a mailbox of its own each time, so that no limit is met."""
    number = next(_numbers)
    if form.get("email") == a_form()["email"]:
        form["email"] = f"membre{number}@example.org"
    response = client.post(
        "/dossiers/nouveau",
        data=form,
        content_type="multipart/form-data",
        environ_base={"REMOTE_ADDR": f"10.1.{number // 250}.{number % 250}"},
    )
    # The test client writes large bodies into a temporary file and leaves it open.
    response.request.environ["wsgi.input"].close()
    return response


def assert_sound(response: TestResponse) -> None:
    assert response.status_code in {302, 413, 422}, response.text
    assert "Traceback" not in response.text
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text


@pytest.mark.parametrize("name", FIELDS)
def test_no_value_of_one_field_makes_a_fault(client: FlaskClient, name: str):
    for value in VALUES.values():
        assert_sound(post(client, a_form(**{name: value})))


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_of_all_fields_makes_a_fault(client: FlaskClient, value: str):
    assert_sound(post(client, dict.fromkeys(FIELDS, value)))


def test_bytes_that_are_no_text_make_no_fault(client: FlaskClient):
    response = client.post(
        "/dossiers/nouveau",
        data=b"category=autre&email=a@example.org&subject=%ED%A0%80%FF%FE&body=%C3%28",
        content_type="application/x-www-form-urlencoded",
    )

    assert_sound(response)


def test_what_is_stored_is_clean(client: FlaskClient):
    for value in VALUES.values():
        post(client, a_form(subject=f"Objet {value}"[:150], body=f"Texte {value}"[:9000], name=value[:120]))

    subjects = db.session.scalars(select(Ticket.subject)).all()
    bodies = db.session.scalars(select(Entry.body)).all()
    assert len(subjects) == len(VALUES)
    for text in (*subjects, *bodies):
        assert not any(sign in text for sign in "\x00\x1b\x7f\r\u202e\u2066")
    assert not any("\n" in subject for subject in subjects)
    assert "Objet {{ 7*7 }}{% for x in config %}{0.__class__}%s%n" in subjects
    assert any("'; DROP TABLE ticket; --" in body for body in bodies)


def test_mails_carry_nothing_of_what_is_typed(client: FlaskClient):
    post(client, a_form(subject="a\r\nBcc: x@example.org", name="{{ 7*7 }}", body="<b>secret</b>"))

    for mail in db.session.scalars(select(OutgoingMail)):
        assert "Bcc" not in mail.subject + mail.text
        assert "49" not in mail.subject
        assert "secret" not in mail.text + mail.markdown


def test_fields_that_the_form_does_not_have_are_ignored(client: FlaskClient):
    post(
        client,
        a_form(severity="S1", desk_id="99", assignee_id="1", status="closed", reference="AAA-AAA", id="7"),
    )

    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.severity.value, ticket.status.value, ticket.assignee_id) == ("S3", "new", None)
    assert ticket.reference != "AAA-AAA"


def test_a_value_given_twice_counts_once(client: FlaskClient):
    response = client.post(
        "/dossiers/nouveau", data={**a_form(), "subject": ["Premier", "Second"], "category": ["autre", "x"]}
    )

    assert response.status_code in {302, 422}


@pytest.mark.parametrize(
    "name",
    ["categorie", "article", "q", "subject"],
)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_address_of_the_form_makes_a_fault(client: FlaskClient, name: str, value: str):
    response = client.get("/dossiers/nouveau", query_string={name: value[:2000]})

    assert response.status_code in {200, 400}
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_name_searched_makes_a_fault(client: FlaskClient, value: str):
    response = client.get("/dossiers/organisations.json", query_string={"q": value[:2000]})

    assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    "name",
    [
        "a%0D%0AX-Evil: 1.pdf",
        "nul\x00.pdf",
        "../../../etc/passwd.pdf",
        "C:\\x.pdf",
        "\u202efdp.exe.pdf",
        "a" * 400 + ".pdf",
        "%22;rm -rf.pdf",
        "👩‍👧.pdf",
    ],
)
def test_no_file_name_makes_a_fault(client: FlaskClient, name: str):
    parts = [
        f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}' for field, value in a_form().items()
    ]
    # The form of RFC 5987 carries any sign, percent-encoded.
    encoded = quote(name, safe="%")
    parts.append(
        f"Content-Disposition: form-data; name=\"files\"; filename*=UTF-8''{encoded}\r\n\r\n{PDF.decode()}"
    )
    body = "".join(f"--cut\r\n{part}\r\n" for part in parts) + "--cut--\r\n"

    response = client.post(
        "/dossiers/nouveau", data=body.encode(), content_type="multipart/form-data; boundary=cut"
    )

    client.get("/dossiers/recu")
    assert response.status_code == 302, response.text
    attachment = db.session.scalars(select(Attachment)).one()
    sent = client.get(f"/dossiers/fichiers/{attachment.id}", buffered=True)
    assert (sent.status_code, sent.data) == (200, PDF)
    assert len(attachment.name) <= 150
    assert not any(sign in attachment.name for sign in "\r\n\x00/\\\u202e")


def test_a_text_in_place_of_a_file_is_no_file(client: FlaskClient):
    response = post(client, a_form(files="not a file"))

    assert response.status_code == 302
    assert db.session.scalar(select(Attachment.id)) is None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([a_file(f"{number}.pdf") for number in range(6)], "Joignez 5 fichiers au plus."),
        ([a_file("vide.pdf", b"")], "est vide"),
        ([a_file("programme.exe", b"MZ")], "n’est pas d’un type accepté"),
        ([a_file("sans extension", PDF)], "n’est pas d’un type accepté"),
        ([a_file("image.svg", b"<svg/>")], "n’est pas d’un type accepté"),
        ([a_file("deguise.pdf", b"MZ\x90\x00")], "ne correspond pas à son extension"),
        ([a_file("bon.pdf"), a_file("page.html", b"<html>")], "n’est pas d’un type accepté"),
        ([a_file("lourd.pdf", PDF + b"x" * (10 * 1024 * 1024))], "dépasse 10 Mo"),
    ],
)
def test_files_out_of_the_rules_are_refused_with_a_sentence(client: FlaskClient, files: list, said: str):
    fresh = [(type(content)(content.getvalue()), name) for content, name in files]

    response = post(client, a_form(body="À garder", files=fresh))

    assert response.status_code == 422
    assert said in response.text
    assert "À garder" in response.text
    assert db.session.scalar(select(Attachment.id)) is None


def test_five_files_of_ten_megabytes_are_taken(client: FlaskClient):
    content = PDF.ljust(10 * 1024 * 1024, b"x")

    response = post(client, a_form(files=[a_file(f"{number}.pdf", content) for number in range(5)]))

    assert response.status_code == 302
    assert len(db.session.scalars(select(Attachment.id)).all()) == 5


def test_too_large_a_body_is_refused_before_it_is_read(client: FlaskClient):
    too_large = post(client, a_form(files=[a_file("a.pdf", b"x" * (53 * 1024 * 1024))]))
    without_files = client.post("/dossiers/nouveau", data=a_form(body="x" * (300 * 1024)))

    assert (too_large.status_code, without_files.status_code) == (413, 413)


def test_a_megabyte_of_text_is_refused_with_a_sentence(client: FlaskClient):
    assert post(client, a_form(body="x" * 1_000_000)).status_code == 413
    assert post(client, a_form(body="x" * 100_000)).status_code == 422


def test_a_key_of_somebodys_own_making_is_replaced(client: FlaskClient):
    page = post(client, a_form(submission_key="'\"><script>", subject="")).text

    assert len(key_on(page)) == 43
