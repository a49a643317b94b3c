"""Answers in the shapes of many more clients: what stands below them is hidden, no word of the author is.

`texts/shapes.json`: what clients set below an answer, as text and as HTML, and what must stay whole: answers below or
inside the quotation, mails passed on, words that only look like a client's.
"""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from helpdesk.intake.reading.read import read_mail

SHAPES = json.loads((Path(__file__).parents[1] / "texts" / "shapes.json").read_text(encoding="utf-8"))
ANSWER = "Merci, c’est bien réglé.\n\nMélanie"


def read(content: str, subtype: str):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "membre@example.org", "Re: [Dossier K7Q-482] Votre demande"
    mail.set_content(content, subtype=subtype)
    found = read_mail(mail.as_bytes())
    assert found.text == found.visible + found.hidden
    return found


@pytest.mark.parametrize("name", SHAPES["below"])
def test_what_a_client_sets_under_an_answer_is_hidden(name: str):
    mail = read(ANSWER + SHAPES["below"][name], "plain")

    assert mail.visible.strip() == ANSWER


@pytest.mark.parametrize("name", SHAPES["whole"])
def test_words_of_the_author_anywhere_keep_the_mail_whole(name: str):
    mail = read(SHAPES["whole"][name], "plain")

    assert mail.hidden.strip() == ""


@pytest.mark.parametrize("name", SHAPES["html"])
def test_what_a_client_sets_under_an_answer_in_html_is_hidden(name: str):
    mail = read(SHAPES["html"][name], "html")

    answer = "Montant 12 € Date 5 nov. Merci" if "table" in name else " ".join(ANSWER.split())
    assert " ".join(mail.visible.split()) == answer
    assert "Votre dossier est ouvert" in mail.hidden


@pytest.mark.parametrize("name", SHAPES["html whole"])
def test_words_of_the_author_anywhere_keep_a_mail_in_html_whole(name: str):
    mail = read(SHAPES["html whole"][name], "html")

    assert mail.hidden.strip() == ""
