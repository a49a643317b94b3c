"""Bodies and headers made to cost time or memory: less than a second each, and no word lost."""

import base64
import os
import time

import psutil
import pytest

from helpdesk.intake.reading import Reader, read_mail
from helpdesk.intake.reading.limits import LARGEST_FILES, LARGEST_MAIL
from helpdesk.intake.reading.read import UNREADABLE

SLOWEST_S = 1.0
"""In seconds of computing, whoever else uses the machine."""


@pytest.fixture(autouse=True, scope="module")
def libraries_are_loaded():
    """Read one mail first: what is measured is a mail, and not the loading of libraries that are loaded once."""
    read_mail(b"From: a@example.org\nContent-Type: text/html\n\n<p>mot")


HTML = {
    "nested": "<div>" * 20_000 + "mot" + "</div>" * 20_000,
    "never closed": "<div>" * 100_000 + "mot",
    "tags without end": "<p" * 100_000 + ">mot",
    "paragraphs": "<p>x" * 100_000 + "mot",
    "links": '<a href="https://x.example/1">x</a> ' * 100_000 + "mot",
    "cells": "<table><tr>" + "<td>x</td>" * 100_000 + "</tr></table>mot",
    "nested tables": "<table><tr><td>" * 20_000 + "mot",
    "text between cells": "<table>" + "x<p>" * 200_000 + "mot",
    "comments": "<!-- x -->" * 100_000 + "mot",
    "open comments": "<!--" * 100_000 + "mot",
    "formatting": "".join(f'<p><font size="{size}">x' for size in range(3_000)) + "mot",
    "formatting below the limit": "".join(f'<p><font size="{n}">' for n in range(250)) + "<p>x" * 20_000 + "mot",
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(50_000)) + ">mot",
    "references": "&" * 300_000 + " mot",
    "signs": "<" * 300_000 + " mot",
    "styles": "<style>" * 50_000 + "mot",
    "lists": "<ul><li>" * 20_000 + "mot",
    "quotations": "<blockquote type=cite>" * 20_000 + "mot",
    "one long word": "mot" + "x" * 1_000_000,
    "preformatted": "<pre>" + "x\n" * 400_000 + "mot",
    "no-break spaces": "\u00a0" * 500_000 + "mot",
    "no-break references": "&nbsp;" * 150_000 + "mot",
}  # fmt: skip


@pytest.mark.parametrize("name", HTML)
def test_hostile_html_takes_less_than_a_second_and_keeps_its_words(name: str):
    raw = b"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n" + HTML[name].encode()

    begun = time.process_time()
    mail = read_mail(raw)

    assert time.process_time() - begun < SLOWEST_S
    assert "mot" in mail.text or name in {"styles", "tags without end"}
    assert len(mail.html or "") < 3 * len(raw)


TEXTS = {
    "quoted lines": "> x\n" * 400_000,
    "attributions": "Le 12 nov. 2026 à 10:00\n" * 40_000,
    "one attribution": "Le 12 nov. 2026 à 10:00, " * 40_000,
    "endings": ("Le " + "a " * 200 + "a écrit\n") * 3_000,
    "headers": "De : a\nEnvoyé : x\n" * 60_000,
    "rules": ("_" * 300 + "\n") * 3_000,
    "signs": ">" * 1_000_000,
    "line ends": "\r\n" * 500_000,
    "accents": ("e\u0301" * 290 + "\n") * 1_500,
    "files": "begin 644 x\n" * 50_000,
    "addresses": ("Le 12 " + "a@" * 200 + " a écrit :\n") * 2_000,
    "encoded words": "=?a?q?" * 100_000,
    "commas": "," * 300_000,
    "brackets": "<" * 300_000,
    "quotation marks": '"' * 300_000,
    "semicolons": "a/b;" * 100_000,
    "ids": "<a@b> " * 100_000,
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("place", ["", "Subject: ", "From: ", "To: ", "Content-Type: ", "References: "])
def test_hostile_text_takes_less_than_a_second_wherever_it_stands(name: str, place: str):
    text = TEXTS[name]
    raw = (f"{place}" + text.replace("\n", "\n ") if place else f"From: a@example.org\n\n{text}").encode()

    begun = time.process_time()
    mail = read_mail(raw)

    assert time.process_time() - begun < SLOWEST_S
    assert mail.text == mail.visible + mail.hidden


def nested(depth: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(depth)
    )


@pytest.mark.parametrize(
    "raw",
    [
        nested(3_000),
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bx\n" * 300_000,
        b"Content-Type: multipart/mixed\n\n" + b"--b\n" * 300_000,
        b"zzz\n" * 300_000 + b"From: a@example.org\n\n",
        b"A: b\n" * 300_000,
        b"A:\n" + b" x\n" * 300_000,
        b"From: mailer-daemon@x\nSubject: failure notice\n\n" + b"<a@example.org>: x\n" * 60_000,
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822;a@example.org\nAction: failed\n\n" * 50_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"QUJD=" * 400_000,
    ],
    ids=[
        "deep",
        "parts",
        "almost parts",
        "no boundary",
        "junk",
        "headers",
        "folds",
        "bounce",
        "report",
        "base64",
    ],
)
def test_hostile_structures_take_less_than_a_second(raw: bytes):
    begun = time.process_time()
    mail = read_mail(raw)

    assert time.process_time() - begun < SLOWEST_S
    assert mail.error != UNREADABLE


def mail_with_file(content: bytes) -> bytes:
    head = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nVoici\n--b\n"
    file = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    return head + file + base64.encodebytes(content) + b"\n--b--\n"


def test_a_mail_of_25_megabytes_is_read_in_less_than_five_seconds():
    content = os.urandom(LARGEST_FILES)
    raw = mail_with_file(content)

    with Reader() as reader:
        reader.read(b"From: a@example.org\n\n")
        begun = time.monotonic()
        mail = reader.read(raw)
        took = time.monotonic() - begun

    assert took < 5
    assert mail.error is None
    assert mail.attachments[0].content == content


def test_a_mail_beyond_the_limit_keeps_its_headers_and_its_text():
    raw = mail_with_file(bytes(LARGEST_MAIL))

    with Reader() as reader:
        mail = reader.read(raw)

    assert mail.from_address == "a@example.org"
    assert mail.visible == "Voici"
    assert mail.attachments == ()
    assert "36 Mo" in mail.error


def test_a_mail_that_hangs_costs_the_child_its_life_and_the_next_one_is_read():
    with Reader(limit=0.2) as reader:
        reader.read(b"From: a@example.org\n\n")
        child = the_child()
        child.suspend()
        hung = reader.read(b"From: Camille <a@example.org>\nSubject: Rejet\n\nBonjour")
        following = reader.read(b"From: b@example.org\n\nBonjour")

    assert (hung.from_address, hung.subject, hung.error) == ("a@example.org", "Rejet", UNREADABLE)
    assert (following.text, following.error) == ("Bonjour", None)


def test_a_mail_that_kills_the_child_is_answered_for():
    with Reader() as reader:
        reader.read(b"From: a@example.org\n\n")
        child = the_child()
        child.kill()
        lost = reader.read(b"From: Camille <a@example.org>\n\nBonjour")

    assert (lost.from_address, lost.error) == ("a@example.org", UNREADABLE)


def the_child() -> psutil.Process:
    """Return the reader's process; other tests may have left children of their own to this one."""
    (child,) = [
        each for each in psutil.Process().children() if "helpdesk.intake.reading" in " ".join(each.cmdline())
    ]
    return child
