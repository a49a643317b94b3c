import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.french import highlight_spans, snippet, stems

ARTICLE = """
Le service a changé au mois de mars. Les anciens accès ne marchent plus, et chacun a reçu un lien.

Signalez un double débit avec sa date et son montant : un reversement est possible jusqu’à cinq jours
ouvrés bancaires après le règlement. Vous gardez huit semaines pour demander le remboursement à votre
banque, sans donner de motif.

Le trésorier vérifie l’état de la remise avant la prochaine échéance.
"""


def test_the_passage_with_the_most_words_is_shown_from_its_sentence():
    passage = snippet(ARTICLE, set(stems("double débit remboursement")), width=200)

    assert passage.startswith("Signalez un double débit")
    assert passage.endswith("…")
    assert len(passage) <= 200


def test_a_passage_in_the_middle_of_a_long_sentence_is_cut_at_words():
    passage = snippet(ARTICLE, set(stems("règlement")), width=60)

    assert passage.startswith("…")
    assert "règlement" in passage
    assert set(passage.strip("…").split()) <= set(ARTICLE.split())


def test_without_any_of_the_words_the_beginning_is_shown():
    assert snippet(ARTICLE, set(), width=40) == "Le service a changé au mois de mars."


def test_a_short_text_is_shown_whole_on_one_line():
    assert snippet(" Deux\nlignes\tcourtes ", {"x"}) == "Deux lignes courtes"


def test_words_found_are_located_in_the_text_as_it_is_written():
    text = "L’Œuvre prélève… les prélèvements d’œuvres"

    marked = [text[start:end] for start, end in highlight_spans(text, set(stems("œuvre prélevé")))]

    assert marked == ["Œuvre", "prélève", "prélèvements", "œuvres"]


@pytest.mark.parametrize(
    "text", ["a" * 5000, "mandat" * 900, "mandat " * 900, "…" * 900, " " * 900, "mandat. Mandat " * 99]
)
def test_odd_texts_give_a_passage_that_fits(text):
    assert len(snippet(text, {"mandat"}, width=80)) <= 80


@given(st.text(st.sampled_from("abé œ’.…! \nM"), max_size=300), st.integers(10, 120))
def test_a_passage_fits_and_is_taken_from_the_text(text, width):
    passage = snippet(text, {"ab", "oe", "b"}, width=width)

    assert len(passage) <= width
    assert "\n" not in passage
    assert passage.strip("…").strip() in " ".join(text.split())


def test_hostile_text_takes_no_time():
    start = time.process_time()
    for piece in ("mandat ", "œ", "a", ". M", "l’"):
        snippet(piece * (200_000 // len(piece)), {"mandat", "oe"})

    assert time.process_time() - start < 5
