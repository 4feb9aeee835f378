"""Norwegian organisation numbers (Brønnøysund: nine digits, the last a modulus 11 check digit)."""

from __future__ import annotations

import random

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(first_eight: str) -> int | None:
    """The ninth digit; None for the eight that have none (remainder 10)."""
    remainder = sum(int(digit) * weight for digit, weight in zip(first_eight, WEIGHTS, strict=True)) % 11
    digit = 0 if remainder == 0 else 11 - remainder
    return None if digit == 10 else digit


def is_valid(number: str) -> bool:
    """Whether it could be a Norwegian organisation number."""
    return len(number) == 9 and number.isascii() and number.isdigit() and str(check_digit(number[:8])) == number[8]


def organisation_number(randomness: random.Random) -> str:
    """A valid number of the two series in use (8 and 9)."""
    while True:
        first_eight = f"{randomness.choice('89')}{randomness.randrange(10**7):07d}"
        digit = check_digit(first_eight)
        if digit is not None:
            return f"{first_eight}{digit}"
