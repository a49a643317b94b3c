from datetime import timedelta

import pyotp
import pytest

from helpdesk.accounts.second_factor.rules import (
    RECOVERY_CODES,
    matching_step,
    new_recovery_codes,
    new_seed,
    normalised_recovery_code,
    spaced,
)

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("seconds", "accepted"), [(-90, False), (-30, True), (0, True), (30, True), (60, False), (90, False)]
)
def test_a_code_is_taken_one_step_early_or_late(now, seconds, accepted):
    code = pyotp.TOTP(SEED).at(now + timedelta(seconds=seconds))

    assert (matching_step(SEED, code, now=now, last_step=None) is not None) is accepted


def test_a_step_that_was_used_and_those_before_it_are_over(now):
    step = matching_step(SEED, pyotp.TOTP(SEED).at(now), now=now, last_step=None)

    assert matching_step(SEED, pyotp.TOTP(SEED).at(now), now=now, last_step=step) is None
    earlier = pyotp.TOTP(SEED).at(now - timedelta(seconds=30))
    assert matching_step(SEED, earlier, now=now, last_step=step) is None


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "é" * 6, "١٢٣٤٥٦", "\ud800", "0" * 10_000]
)
def test_what_is_not_a_code_is_wrong_and_no_more(now, typed):
    assert matching_step(SEED, typed, now=now, last_step=None) is None


def test_a_code_may_be_typed_in_two_groups(now):
    code = pyotp.TOTP(SEED).at(now)

    assert matching_step(SEED, f" {code[:3]} {code[3:]}\u00a0", now=now, last_step=None)


def test_recovery_codes_are_ten_different_ones_and_survive_being_read_aloud():
    codes = new_recovery_codes()

    assert len(set(codes)) == RECOVERY_CODES
    assert all(normalised_recovery_code(f" {spaced(code, 5).lower()} ") == code for code in codes)


def test_a_longer_text_is_not_cut_down_to_a_code():
    (code, *_) = new_recovery_codes()

    assert normalised_recovery_code(code + "B") != code


def test_two_seeds_differ_and_hold_160_bits():
    assert new_seed() != new_seed()
    assert len(new_seed()) * 5 == 160
