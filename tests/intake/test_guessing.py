"""What a mail is about, guessed from its words."""

import pytest

from helpdesk.core.topics import TOPICS
from helpdesk.intake.guessing import (
    _PHRASES,
    Candidate,
    OrganisationSource,
    guess_language,
    guess_organisation,
    guess_topic,
)


@pytest.mark.parametrize(
    ("subject", "text", "topic"),
    [
        ("Prélevée deux fois", "Bonjour, j’ai été débitée le 5 et le 9.", ("prelevement", "double-debit")),
        ("Question", "J’ai changé de banque, voici mon nouvel IBAN.", ("mandat", "changement-iban")),
        ("Rejet AM04", "Que veut dire ce code de rejet ?", ("impaye", "comprendre-un-code")),
        ("Urgent", "Nos fonds sont bloqués : fonds bloqués depuis mardi.", ("fonds", "bloque")),
        ("Accès", "Je n’arrive pas à me connecter, mot de passe refusé.", ("acces", "connexion")),
        ("Facture", "Nous souhaitons contester la facture.", ("facturation", "facture-contestee")),
        ("RGPD", "Merci de supprimer mes données.", ("donnees", "effacement")),
        ("Help", "I was charged twice this month.", ("prelevement", "double-debit")),
        ("Cotisation", "", ("prelevement", "")),
        ("Bonjour", "Merci de me rappeler.", ("autre", "")),
        ("", "", ("autre", "")),
    ],
)
def test_the_topic_that_most_is_said_of_is_guessed(subject, text, topic):
    guess = guess_topic(subject, text)

    assert (guess.category, guess.subcategory) == topic
    assert bool(guess.words) is (topic[0] != "autre")


def test_every_guess_is_a_topic_of_the_form_and_every_word_is_folded():
    for (category, subcategory), phrases in _PHRASES.items():
        assert subcategory == "" or TOPICS[category].subtopic(subcategory)
        for phrase in phrases:
            assert phrase == " ".join("".join(c if c.isalnum() else " " for c in phrase.lower()).split()), (
                phrase
            )
            assert phrase.isascii()


def test_a_word_inside_another_one_is_not_found():
    assert guess_topic("forum", "musiques").category == "autre"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Hello, I have been charged twice, please help me with this.", "en"),
        ("Bonjour, je vous écris pour ma cotisation.", "fr"),
        ("OK", "fr"),
        ("Please help", "fr"),
    ],
)
def test_a_language_is_english_only_when_it_clearly_is(text, lang):
    assert guess_language(text) == lang


CONTACT, PREVIOUS = OrganisationSource.CONTACT, OrganisationSource.PREVIOUS


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        ([], None),
        ([Candidate(PREVIOUS, 1, "A")], 1),
        ([Candidate(PREVIOUS, 1, "A"), Candidate(CONTACT, 2, "B")], 2),
        ([Candidate(CONTACT, 2, "B"), Candidate(CONTACT, 2, "B")], 2),
        ([Candidate(CONTACT, 2, "B"), Candidate(CONTACT, 3, "C"), Candidate(PREVIOUS, 2, "B")], None),
    ],
)
def test_an_organisation_is_guessed_when_the_surest_source_names_one(candidates, found):
    guess = guess_organisation(candidates)

    assert (guess.id if guess else None) == found


def test_a_long_hostile_text_takes_no_time():
    assert guess_topic("a " * 500, "prelevement " * 100_000).category == "prelevement"
