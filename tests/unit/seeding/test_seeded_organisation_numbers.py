"""The modulus 11 check of Norwegian organisation numbers."""

import random

import pytest

from sandbox.seeding.organisations import check_digit, is_valid, organisation_number


@pytest.mark.parametrize("number", ["911801663", "974760673", "923609016"])
def test_numbers_in_use_are_valid(number: str) -> None:
    assert is_valid(number)


@pytest.mark.parametrize("number", ["911801664", "91180166", "9118016630", "91180166x", "", "٩١١٨٠١٦٦٣"])
def test_others_are_not(number: str) -> None:
    assert not is_valid(number)


def test_eight_digits_with_remainder_ten_have_no_check_digit() -> None:
    without = [eight for n in range(80_000_000, 80_000_100) if check_digit(eight := str(n)) is None]
    assert without
    assert not any(is_valid(f"{eight}{digit}") for eight in without for digit in range(10))


def test_drawn_numbers_are_valid() -> None:
    randomness = random.Random(1)
    drawn = [organisation_number(randomness) for _ in range(500)]
    assert all(map(is_valid, drawn))
    assert {number[0] for number in drawn} == {"8", "9"}
