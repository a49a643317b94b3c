"""The words of a mail as a dossier keeps them."""

import pytest

from helpdesk.intake.rules import VISIBLE_LENGTH
from helpdesk.intake.texts import bare_subject, masked_html, reference_in, said

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: RE : TR: Fwd: Bonjour", "Bonjour"),
        ("Réf : Ma carte", "Ma carte"),
        ("Re[2]: Ma carte", "Ma carte"),
        ("Re: [Dossier K7Q-482] Nouvelle réponse", "Nouvelle réponse"),
        ("Re: ", ""),
        ("Relevé de compte", "Relevé de compte"),
        ("Trésorerie : avance", "Trésorerie : avance"),
        ("Re:" * 5_000, ""),
    ],
)
def test_a_subject_is_stripped_of_what_programs_put_before_it(subject, bare):
    assert bare_subject(subject) == bare


@pytest.mark.parametrize(
    ("subject", "reference"),
    [
        ("Re: [Dossier K7Q-482] Nouvelle réponse", "K7Q-482"),
        ("Re: [Case k7q-482] New answer", "K7Q-482"),
        ("[Dossier K7Q–482]", "K7Q-482"),
        ("[Dossier ]", None),
        ("Dossier K7Q-482 sans crochets", None),
        ("[Dossier O0O-000] [Dossier K7Q-482]", "K7Q-482"),
        ("[" * 10_000, None),
    ],
)
def test_the_reference_in_brackets_is_found(subject, reference):
    assert reference_in(subject) == reference


def test_a_long_text_goes_under_the_fold_and_nothing_is_lost():
    lines = "".join(f"ligne {number}\n" for number in range(5_000))

    words = said(lines, "> cité")

    assert len(words.visible) <= VISIBLE_LENGTH
    assert (words.visible + words.hidden).replace("\n", "") == (lines + "> cité").replace("\n", "")


def test_account_numbers_are_masked_on_both_sides_of_the_fold():
    words = said(f"Compte {IBAN}", f"> {IBAN}")

    assert "3456" not in words.visible + words.hidden


def test_html_whose_account_number_is_cut_by_tags_is_not_kept():
    cut = "<p>FR76 3000 <b>6000 0112</b> 3456 7890 189</p>"

    assert masked_html(f"<p>{IBAN}</p>") == "<p>FR76 •••• 0189</p>"
    assert masked_html(cut) is None
    assert masked_html("<p>Bonjour</p>") == "<p>Bonjour</p>"
    assert masked_html(None) is None
    assert masked_html("x" * 1_000_001) is None
