"""Lines of an invoice that lack something: the rest is read, and what they lack is told."""

from typing import Any

import pytest

from samspill.model.documents import UnreadableLine
from samspill.model.kinds import Kind
from tests.unit.systems.rackbeat.peer import adapter, one

LINE: dict[str, Any] = {"id": 1, "name": "Montering", "quantity": 2, "line_price": 100, "vat_percentage": 25}


def test_an_incomplete_line_is_told_with_its_place_its_text_and_what_it_lacks() -> None:
    document = read(LINE, {**LINE, "id": 2, "name": "Dør", "quantity": None, "line_price": "?"})
    assert [each.id for each in document.lines] == ["1"]
    assert document.unreadable == (UnreadableLine(place=2, text="Dør", lacks=("quantity", "price")),)


@pytest.mark.parametrize(
    ("name", "lacks"), [("quantity", "quantity"), ("line_price", "price"), ("vat_percentage", "vat_rate")]
)
def test_each_amount_is_needed(name: str, lacks: str) -> None:
    found = read({key: value for key, value in LINE.items() if key != name}).unreadable
    assert [each.lacks for each in found] == [(lacks,)]


def read(*lines: dict[str, Any]) -> Any:
    """An invoice with those lines."""
    row = {
        "number": 1, "is_booked": True, "type": "invoice", "invoice_date": "2026-03-02", "lines": list(lines),
        "customer": {"number": 7, "vat_zone": "domestic"}, "total_subtotal": 200, "total_total": 250,
    }  # fmt: skip
    system, _ = adapter(one("customer_invoice", **row))
    return system.documents(Kind.INVOICE, ["1"])["1"]
