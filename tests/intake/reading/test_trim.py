"""What announces a quotation in the words of many programs, and what authors write that only looks like it."""

from pathlib import Path

import pytest

from helpdesk.intake.reading.trim import is_forward_subject, trim

ANSWER = "Bonjour,\n\nD’accord pour le virement.\nCamille\n"


def texts_of(name: str) -> list[str]:
    """Return the texts of a file, which lines of one % part."""
    whole = (Path(__file__).parents[1] / "texts" / f"{name}.txt").read_text(encoding="utf-8")
    return whole.split("%\n")


HISTORIES = texts_of("histories")


@pytest.mark.parametrize("blank", ["\n", ""], ids=["", "close"])
@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.strip()[:40])
def test_what_is_quoted_below_an_answer_is_hidden(history: str, blank: str):
    visible, hidden = trim(f"{ANSWER}{blank}{history}")

    assert visible == ANSWER
    assert hidden == f"{blank}{history}"


AUTHORS = texts_of("authors")


@pytest.mark.parametrize("above", ["", "Madame, Monsieur,\nvoici.\n"], ids=["alone", "below"])
@pytest.mark.parametrize("text", AUTHORS, ids=lambda text: text.strip()[:40])
def test_what_an_author_writes_is_shown_whole(text: str, above: str):
    assert trim(f"{above}{text}") == (f"{above}{text}", "")


def test_a_quotation_alone_is_shown():
    assert trim("> Bonjour\n") == ("> Bonjour\n", "")


@pytest.mark.parametrize(
    ("subject", "is_forward"),
    [
        ("TR: Rejet", True),
        ("Fwd: Rejet", True),
        ("Tr : Rejet", True),
        ("Re: TR: Rejet", False),
        ("Trésorerie", False),
    ],
)
def test_a_subject_tells_that_a_mail_is_passed_on(subject: str, is_forward: bool):
    assert is_forward_subject(subject) is is_forward
