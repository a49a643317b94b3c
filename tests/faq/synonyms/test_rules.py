import pytest

from helpdesk.faq.synonyms.rules import LONGEST, read_group, says_nothing, too_long


@pytest.mark.parametrize(
    ("typed", "members"),
    [
        ("RIB, IBAN", ("RIB", "IBAN")),
        ("RIB = IBAN;\ncompte\n\n", ("RIB", "IBAN", "compte")),
        ("Prélèvement, prelevement, PRÉLÈVEMENT", ("Prélèvement",)),
        ("deux  fois,  , ?!", ("deux fois",)),
        ("", ()),
    ],
)
def test_a_group_is_read_from_what_was_typed(typed, members):
    assert read_group(typed) == members


@pytest.mark.parametrize(
    ("members", "long"),
    [
        (("référence unique de mandat", "RUM"), None),
        (("un deux trois quatre cinq six", "x"), "un deux trois quatre cinq six"),
        (("x" * (LONGEST + 1),), "x" * (LONGEST + 1)),
    ],
)
def test_a_phrase_that_no_question_would_hold_is_too_long(members, long):
    assert too_long(members) == long


@pytest.mark.parametrize(
    ("members", "nothing"),
    [
        (("de", "la"), True),
        (("de la", "the"), True),
        (("deux fois", "double"), False),
        (("RIB", "de"), False),
    ],
)
def test_a_group_of_little_words_says_nothing(members, nothing):
    assert says_nothing(members) is nothing
