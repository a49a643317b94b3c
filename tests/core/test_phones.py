import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.phones import display, tel_href, to_e164


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("01.99.00.12.34", "+33199001234"),
        ("0199001234", "+33199001234"),
        ("01\u00a099\u00a000\u00a012\u00a034", "+33199001234"),
        ("+33 (0)1 99 00 12 34", "+33199001234"),
        ("0033 1 99 00 12 34", "+33199001234"),
        ("tel:+33199001234", "+33199001234"),
        ("06 39 98 12 34", "+33639981234"),
        ("+32 2 123 45 67", "+3221234567"),
        ("0262 12 34 56", "+262262123456"),
        ("06 92 12 34 56", "+262692123456"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, stored):
    assert to_e164(typed) == stored


NOT_NUMBERS = (
    "|3939|112|01 99 00 12|01 99 00 12 34 56 78|0800 PIZZA|0199001234 poste 5|<script>|(((((((|٠١٩٩٠٠١٢٣٤"
)


@pytest.mark.parametrize(
    "typed", [*NOT_NUMBERS.split("|"), "FR76 3000 6000 0112 3456 7890 189", "0" * 100_000]
)
def test_what_is_not_a_number_is_a_value_error(typed):
    with pytest.raises(ValueError, match="not a telephone number"):
        to_e164(typed)


@pytest.mark.parametrize(
    ("stored", "lang", "shown"),
    [
        ("+33199001234", "fr", "01 99 00 12 34"),
        ("+33199001234", "en", "+33 1 99 00 12 34"),
        ("+262262123456", "fr", "0262 12 34 56"),
        ("+3221234567", "fr", "+32 2 123 45 67"),
        ("nonsense", "fr", "nonsense"),
    ],
)
def test_numbers_are_shown_grouped_and_unbroken(stored, lang, shown):
    assert display(stored, lang) == shown.replace(" ", "\u00a0")


def test_a_link_dials_the_stored_number():
    assert tel_href("+33199001234") == "tel:+33199001234"


@given(st.from_regex(r"\+?[0-9 ().-]{1,45}", fullmatch=True))
def test_a_number_is_kept_or_refused_and_never_anything_else(typed):
    try:
        stored = to_e164(typed)
    except ValueError:
        return

    assert to_e164(stored) == stored
    assert to_e164(display(stored, "en")) == stored
