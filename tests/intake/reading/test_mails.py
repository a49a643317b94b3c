"""Mails in the shapes of real clients, each with what it must give beside it.

`visible`, `hidden`, `text` and the other names of ReadMail are compared as they are; `shows` and `hides` are words
that must stand in the part that is shown or hidden; `failures` are address, status, permanent and final.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk.intake.reading import Reader, ReadMail
from helpdesk.intake.reading.trim import trim

MAILS = sorted((Path(__file__).parents[1] / "mails").glob("*.eml"))
OWN_LINE = "-- Répondez au-dessus de cette ligne --"
COMPARED = (
    "from_address",
    "from_name",
    "subject",
    "visible",
    "hidden",
    "text",
    "html",
    "automatic",
    "list_mail",
)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def expected_of(file: Path) -> dict:
    return json.loads(file.with_suffix(".json").read_text())


@pytest.mark.parametrize("file", MAILS, ids=lambda file: file.stem)
def test_a_mail_gives_what_is_expected(reader: Reader, file: Path):
    expected = expected_of(file)

    mail = reader.read(file.read_bytes())

    assert mail.error is None
    assert mail.text == mail.visible + mail.hidden
    for name in COMPARED:
        assert getattr(mail, name) == expected.get(name, getattr(mail, name)), name
    for name in ("to", "recipients"):
        assert getattr(mail, name) == tuple(expected.get(name, getattr(mail, name)))
    assert all(words in mail.visible for words in expected.get("shows", ()))
    assert expected.get("hides", "") in mail.hidden
    assert expected.get("hides", "…") not in mail.visible
    check_files(mail, expected)
    check_reports(mail, expected)


def check_files(mail: ReadMail, expected: dict) -> None:
    files = [
        {"name": each.name, "type": each.media_type, "size": each.size, "sha256": each.sha256}
        for each in mail.attachments
    ]
    assert files == expected.get("attachments", files)


def check_reports(mail: ReadMail, expected: dict) -> None:
    bounce_of = mail.bounce.message_id if mail.bounce else None
    failures = (
        [[each.address, each.status, each.permanent, each.final] for each in mail.bounce.failures]
        if mail.bounce
        else None
    )
    complaint = [mail.complaint.address, mail.complaint.message_id] if mail.complaint else None
    assert bounce_of == expected.get("bounce_of", bounce_of)
    assert failures == expected.get("failures", failures)
    assert complaint == expected.get("complaint", complaint)


REPLIES = [file for file in MAILS if "hides" in expected_of(file)]


@pytest.mark.parametrize("file", REPLIES, ids=lambda file: file.stem)
def test_the_clients_own_words_tell_the_answer_without_our_line(reader: Reader, file: Path):
    if file.stem == "marker-alone":
        return
    raw = file.read_bytes()
    plain = reader.read(raw)
    without = plain.text.replace(OWN_LINE, "Bonjour,")

    visible, hidden = trim(without)

    assert visible + hidden == without
    assert visible == plain.visible


def test_there_are_enough_mails():
    assert len(MAILS) >= 60
