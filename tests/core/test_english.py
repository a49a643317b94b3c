import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.english import stem, stems
from helpdesk.core.french import words


@pytest.mark.parametrize(
    "family",
    [
        "collect collects collected collecting collection collections",
        "reject rejects rejected rejection rejections rejecting",
        "cancel cancelled canceled cancelling cancellation",
        "refund refunds refunded refunding",
        "pay pays paid paying payment payments",
        "fee fees",
        "authorise authorised authorising authorisation authorize authorized authorization",
        "reimburse reimbursed reimbursement",
        "activate activated activation",
        "address addresses",
        "card cards",
        "charge charges charged charging",
        "bill bills billed billing",
        "company companies",
        "sign signs signed signing",
        "debit debits debited",
        "bank banks",
    ],
)
def test_the_words_of_a_family_have_one_stem(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", ["bank band", "card care", "fee feed", "mandate mandarin", "dues due"])
def test_words_of_other_families_are_told_apart_where_letters_allow(pair):
    one, other = pair.split()

    assert (stem(one) == stem(other)) is (pair == "dues due")


def test_little_words_are_left_out():
    assert stems("Why was I charged twice by the bank’s system? Don’t") == ["charg", "twic", "bank", "system"]


@given(st.text(max_size=40))
def test_any_word_has_a_stem(text):
    assert all(stem(word) for word in words(text))
