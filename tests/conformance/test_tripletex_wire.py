"""Our own models of what Tripletex sends parse what the real one was recorded to send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samspill.systems.tripletex import books_wire, timesheet_wire, wire
from tests.conformance.peers import RECORDED, named, recorded_files

MODELS: dict[str, type[wire.Wire]] = {
    "customer": wire.Customer,
    "supplier": wire.Supplier,
    "product": wire.Product,
    "project": wire.Project,
    "employee": wire.Employee,
    "department": wire.Department,
    "country": wire.Country,
    "order": books_wire.Order,
    "invoice": books_wire.Invoice,
    "activity": timesheet_wire.Activity,
}
ANSWERED = [
    (file, place)
    for file in recorded_files()
    for place, exchange in enumerate(json.loads(file.read_text(encoding="utf-8"))["exchanges"])
    if exchange["response"]
]


def parse(exchange: dict[str, Any]) -> list[wire.Wire]:
    register = exchange["path"].removeprefix("/v2/").split("/")[0]
    model = MODELS.get(register, wire.Entity)
    body = exchange["response"]
    if "values" in body:
        return list(wire.Page[model].model_validate(body).values)  # type: ignore[valid-type]
    return [wire.One[model].model_validate(body).value]  # type: ignore[valid-type]


@pytest.mark.parametrize(("file", "place"), ANSWERED, ids=lambda each: getattr(each, "stem", str(each)))
def test_our_models_parse_what_was_recorded(file: Path, place: int) -> None:
    exchange = json.loads(file.read_text(encoding="utf-8"))["exchanges"][place]
    body = exchange["response"]
    rows = body.get("values", [body.get("value")])
    assert [each.model_dump()["id"] for each in parse(exchange)] == [row["id"] for row in rows]


def test_there_is_something_to_parse() -> None:
    named(RECORDED)
    assert ANSWERED
