"""What browsers send, for the tests of the member's pages."""

import io
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PDF = b"%PDF-1.4\n1 0 obj\n"


def a_file(name: str = "releve.pdf", content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def a_form(**what_matters: Any) -> dict[str, Any]:
    usual = {
        "category": "prelevement",
        "subcategory": "double-debit",
        "subject": "Deux prélèvements en novembre",
        "body": "J’ai été prélevée deux fois le 5 novembre.",
        "name": "Mélanie Membre",
        "email": "melanie.membre@example.org",
    }
    return {**usual, **what_matters}


def send(client: FlaskClient, **what_matters: Any) -> TestResponse:
    return client.post("/dossiers/nouveau", data=a_form(**what_matters), content_type="multipart/form-data")


def reference_on(page: str) -> str:
    found = re.search(r'id="reference">([A-Z0-9]{3}-[A-Z0-9]{3})<', page)
    assert found, page
    return found[1]


def link_in(text: str) -> str:
    """Return the path of the private link that a mail or a page shows."""
    found = re.search(r"http://localhost(/(?:en/)?suivi/[\w-]{43})", text)
    assert found, text
    return found[1]


def key_on(page: str) -> str:
    found = re.search(r'name="submission_key"[^>]*value="([\w-]+)"', page)
    assert found, page
    return found[1]
