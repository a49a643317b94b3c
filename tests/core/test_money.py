import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.money import HIGHEST_CENTS, parse_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56 €", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1234.56", 123456),
        ("12,5", 1250),
        (" 12 EUR", 1200),
        ("12 euros", 1200),
        ("0,01", 1),
        ("10 000 000,00", HIGHEST_CENTS),
    ],
)
def test_amounts_are_read_as_people_type_them(text, cents):
    assert parse_cents(text) == cents


NOT_AMOUNTS = "|€|douze|-5|+5|12,345|1.234,56|12 34|1  234|12,|,5|1e3|NaN|١٢|5 $|0|0,00|10000000,01|FR76 3000"


@pytest.mark.parametrize("text", [*NOT_AMOUNTS.split("|"), "9" * 5000])
def test_anything_else_is_a_value_error(text):
    with pytest.raises(ValueError, match="amount"):
        parse_cents(text)


@given(st.integers(0, HIGHEST_CENTS))
def test_every_amount_reads_back_as_french_writes_it(cents):
    text = f"{cents // 100:,}".replace(",", "\u202f") + f",{cents % 100:02} €"

    assert parse_cents(text, lowest=0) == cents
