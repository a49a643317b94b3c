"""Large bodies are read by the views that take files, before the CSRF check looks at the form."""

import errno
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.people import Cast, signed_in

MEGABYTE = b"x" * (1024 * 1024)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        # The form is read, and refused for want of its token.
        ("/dossiers/nouveau", 400),
        ("/bureau/organisations/importer", 400),
        # Nobody sends a file here.
        ("/suivi", 413),
    ],
)
def test_only_some_views_read_a_megabyte(app: Flask, people: Cast, address: str, status: int):
    browser = signed_in(app.test_client(), people.supervisor)

    response = browser.post(
        address, data={"files": (io.BytesIO(MEGABYTE), "a.csv")}, content_type="multipart/form-data"
    )

    response.request.environ["wsgi.input"].close()
    assert response.status_code == status


def test_a_form_without_files_stays_small_everywhere(app: Flask):
    assert app.test_client().post("/dossiers/nouveau", data={"body": MEGABYTE.decode()}).status_code == 413


def test_a_disk_that_fills_while_files_arrive_is_said_to_be_full(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    def full(*args, **kwargs) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("werkzeug.wrappers.Request._get_file_stream", full)

    response = client.post(
        "/dossiers/nouveau", data={"files": (io.BytesIO(b"x"), "a.pdf")}, content_type="multipart/form-data"
    )

    assert response.status_code == 507
    assert "L’espace de stockage est plein" in response.text
