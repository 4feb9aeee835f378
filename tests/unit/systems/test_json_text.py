"""JSON text of bodies, digit by digit."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from samspill.systems.json_text import json_text


@pytest.mark.parametrize("digits", ["0.1", "19.9999999999", "1234567890123.4567891234", "-0.0000000001", "250"])
def test_an_amount_keeps_every_digit(digits: str) -> None:
    assert json_text({"price": Decimal(digits)}) == f'{{"price":{digits}}}'


def test_an_amount_is_written_without_exponent() -> None:
    assert json_text([Decimal("1E+3"), Decimal("1E-10")]) == "[1000,0.0000000001]"


def test_everything_else_is_written_as_json_has_it() -> None:
    body = {"name": 'Bjørn "Æ"', "on": True, "none": None, "rows": [{"id": 1, "rate": 0.25}, []]}
    assert json.loads(json_text(body)) == body


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_is_no_json_is_not_sent(value: object) -> None:
    with pytest.raises(ValueError):
        json_text(value)
