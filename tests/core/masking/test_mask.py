import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from helpdesk.core.masking import Kind, Masked, mask

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (IBAN, "FR76 •••• 0189"),
        (IBAN.replace(" ", ""), "FR76 •••• 0189"),
        (IBAN.lower(), "FR76 •••• 0189"),
        (IBAN.replace(" ", "."), "FR76 •••• 0189"),
        (IBAN.replace(" ", " - "), "FR76 •••• 0189"),
        (IBAN.replace(" ", "\u00a0"), "FR76 •••• 0189"),
        ("FR 76 30006 00001 12345678901 89", "FR76 •••• 0189"),
        ("fr76 3000 6000\n0112 3456 7890 189", "FR76 •••• 0189"),
        (f"Mon IBAN:{IBAN}, BIC AGRIFRPP.", "Mon IBAN:FR76 •••• 0189, BIC AGRIFRPP."),
        ("IBANFR7630006000011234567890189", "IBANFR76 •••• 0189"),
        (f"{IBAN} BIC AGRIFRPP", "FR76 •••• 0189 BIC AGRIFRPP"),
        (f"{IBAN}\n{IBAN}", "FR76 •••• 0189\nFR76 •••• 0189"),
        # The key is wrong, and it is still somebody's account.
        ("FR77 3000 6000 0112 3456 7890 189", "FR77 •••• 0189"),
        ("FR7630006000011234567890188", "FR76 •••• 0188"),
        ("DE89 3704 0044 0532 0130 00", "DE89 •••• 3000"),
        ("GB29 NWBK 6016 1331 9268 19 svp", "GB29 •••• 6819 svp"),
        ("BE68539007547034", "BE68 •••• 7034"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84 •••• 001S"),
        ("NO93 8601 1117 947", "NO93 •••• 7947"),
        ("RIB 30006 00001 12345678901 89", "RIB •••• 0189"),
    ],
)
def test_accounts_are_masked_however_they_are_written(typed, shown):
    assert mask(typed) == Masked(shown, frozenset({Kind.IBAN}))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("4111 1111 1111 1111", "•••• 1111"),
        ("carte 4111111111111111.", "carte •••• 1111."),
        ("4111-1111-1111-1111", "•••• 1111"),
        ("4111 1111 1111 1111 12/27 123", "•••• 1111 12/27 123"),
        ("4111 1111 1111 1111 737", "•••• 1111 737"),
        ("CB4111 1111 1111 1111", "CB•••• 1111"),
        ("n° 12 5555 5555 5555 4444", "n° 12 •••• 4444"),
        ("2223 0031 2200 3222", "•••• 3222"),
        ("3782 822463 10005", "•••• 0005"),
        ("30569309025904", "•••• 5904"),
        ("3530111333300000", "•••• 0000"),
        ("6011 1111 1111 1117", "•••• 1117"),
        ("4222222222222", "•••• 2222"),
        ("6759649826438453", "•••• 8453"),
        ("6304 0000 0000 0000 000", "•••• 0000"),
        ("6200 0000 0000 0000 000", "•••• 0000"),
    ],
)
def test_cards_are_masked_however_they_are_written(typed, shown):
    assert mask(typed) == Masked(shown, frozenset({Kind.CARD}))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1 85 05 78 006 084 91", "1 •• •• ••"),
        ("185057800608491", "1 •• •• ••"),
        ("1850578006084", "1 •• •• ••"),
        ("1 85 05 78 006 084", "1 •• •• ••"),
        ("185 05 78 006 084 91", "1 •• •• ••"),
        ("1.85.05.78.006.084 - 91", "1 •• •• ••"),
        ("Sécu : 2 55 08 2A 168 025 97.", "Sécu : 2 •• •• ••."),
        ("2 99 12 2b 004 123", "2 •• •• ••"),
        ("2 85 05 974 06 084 41", "2 •• •• ••"),
        # A wrong key, but the spaces of a social-security number.
        ("1 85 05 78 006 084 98", "1 •• •• ••"),
    ],
)
def test_social_security_numbers_are_masked_however_they_are_written(typed, shown):
    assert mask(typed) == Masked(shown, frozenset({Kind.NIR}))


KEPT = """
01 99 00 12 34 et 06 39 98 12 34
Appelez le 01 99 00 12 34 06 39 98 56 78 01 99 00 11 22
+33 1 99 00 12 34 / 0033199001234
SIREN 732 829 320, SIRET 732 829 320 00074
SIRET 73282932000074
SIRET 35600000000048
TVA FR40303265045 SIRET 30326504500012
TVA FR40303265045 30326504500012
TVA FR 40 303 265 045 - 303 265 045 00012
ICS FR72ZZZ123456
RUM ADH-2018-000123-0001
RUM FR2018ADH0001234567
RUM MDT-5500000000000004
RUM ++2018/04/19-4111.A
RUM 00000000000000004711
Dossier K7Q-482 et K7Q482
MsgId 20180326143000123
EndToEndId NOTPROVIDED, 2018032600123, 2021041234567, CT4111111111111111
remise 2018-03-26T14:30:00 du 26/03/2018
le 26 03 2018 à 14 30 00
1 234 567,89 € puis 12 345,00 € et 4 500 000 000,00
amounts 1234.56 5500.00 1200.50
5 500 1 200 3 045 1 200
AM04 MD01 AC01 MS02 camt.054.001.02 pain.002.001.03
no 45 12345678901 est le numéro
Mes coordonnées : sa 12 rue des Lilas, mt 84 avenue du Port, se 24 impasse
Le 12 12 2026, 850 adhérents, 12 syndicats, 2 fédérations, 1 union
FR76
FR76 3000
FR76 •••• 0189
•••• 1234
1 •• •• ••
1234567890123456
0000 0000 0000 0000
9999999999999999
550e8400-e29b-41d4-a716-446655440000
ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
CFONB 0130006    00001EUR2 12345678901  260318
"""


@pytest.mark.parametrize("text", KEPT.strip().splitlines())
def test_what_is_no_secret_is_kept(text):
    assert mask(text) == Masked(text)


def test_several_secrets_in_one_text_are_all_masked():
    masked = mask(f"IBAN {IBAN}, carte 4111 1111 1111 1111, sécu 1 85 05 78 006 084 91, tél. 01 99 00 12 34.")

    assert masked.text == "IBAN FR76 •••• 0189, carte •••• 1111, sécu 1 •• •• ••, tél. 01 99 00 12 34."
    assert masked.found == set(Kind)


@given(st.integers(0, 10**23 - 1), st.sampled_from(["", " ", "-", ".", "\u202f"]), st.booleans())
def test_every_french_account_is_masked(number, gap, lower):
    bban = f"{number:023}"
    account = f"FR{mod_97_10.calc_check_digits(bban + 'FR')}{bban}"
    typed = gap.join(account[n : n + 4] for n in range(0, 27, 4))

    masked = mask(f"Voici : {typed.lower() if lower else typed}.")

    assert masked.text == f"Voici : {account[:4]} •••• {account[-4:]}."


@given(st.integers(0, 10**14 - 1), st.sampled_from(["", " ", "-"]))
def test_every_visa_card_is_masked(number, gap):
    figures = f"4{number:014}"
    card = figures + luhn.calc_check_digit(figures)
    typed = gap.join(card[n : n + 4] for n in range(0, 16, 4))

    assert mask(f"carte {typed} !").text == f"carte •••• {card[-4:]} !"


@given(st.text(st.sampled_from("FR76 3000411185057802AB.-\n/é,"), max_size=120))
def test_masking_twice_changes_nothing_more(text):
    once = mask(text)

    assert mask(once.text) == Masked(once.text)


@pytest.mark.parametrize("kind", ["telephones", "sirets", "timestamps", "references"])
def test_thousands_of_harmless_numbers_are_kept(kind):
    draw = random.Random(kind)
    make = {
        "telephones": lambda: " ".join(
            [f"0{draw.randint(1, 9)}", *(f"{draw.randint(0, 99):02}" for _ in range(4))]
        ),
        "sirets": lambda: _siret(draw),
        "timestamps": lambda: (
            f"20{draw.randint(10, 29)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
            + "".join(draw.choices("0123456789", k=draw.choice([4, 5, 6, 9])))
        ),
        "references": lambda: "RUM" + "".join(draw.choices("ABCDEFGHJK0123456789-", k=draw.randint(8, 30))),
    }[kind]

    masked = [text for text in (make() for _ in range(5000)) if mask(text).found]

    assert masked == []


def _siret(draw):
    siren = f"{draw.randint(10**7, 10**8 - 1)}"
    siren += luhn.calc_check_digit(siren)
    siret = f"{siren}{draw.randint(0, 9999):04}"
    return siret + luhn.calc_check_digit(siret)


PIECES = (
    "FR76|FR76 |MT84 |1|1 | |12-|4111 1111 1111 1112 |no 4512345678901|1 85 05 78 006 08 |\n|é1|444444444444a"
)


@pytest.mark.parametrize("piece", [*PIECES.split("|"), IBAN[:-1] + " "])
def test_hostile_text_takes_no_time(piece):
    hostile = piece * (200_000 // len(piece))

    start = time.process_time()
    mask(hostile)

    assert time.process_time() - start < 5
