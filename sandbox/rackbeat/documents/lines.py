"""Lines of documents and BOMs as they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.money import rounded
from sandbox.rackbeat.errors import Complaint
from sandbox.rackbeat.kinds.holds import Amount, Holds, Ref, Text, WrongValueError
from sandbox.rackbeat.reading import NOTHING
from sandbox.rackbeat.rows import Line, Row

_ITEM_NAMES = ("item_id", "product_id", "lot_id")
_FIELDS: Mapping[str, tuple[str, Holds]] = {
    "quantity": ("quantity", Amount()),
    "name": ("name", Text(255)),
    "line_price": ("line_price", Amount()),
    "discount_percentage": ("discount_percentage", Amount(100)),
    "location_id": ("location", Ref("location")),
}


@dataclass(frozen=True)
class Terms:
    """What the lines of a document go by: prices of sale or of purchase, the party's zone and discount, the units of
    base currency for one of the document's."""

    selling: bool = True
    zone: str = "domestic"
    discount: Decimal = Decimal(0)
    rate: Decimal = Decimal(1)
    #: Lines keep the VAT they have: those of a credit note take back what was billed.
    vat_stays: bool = False

    def priced(self, item: Row) -> Decimal:
        """What one of an item costs unless a line says otherwise."""
        names = ("sales_price",) if self.selling else ("cost_price", "recommended_cost_price")
        price = next((item.values[name] for name in names if item.values.get(name)), Decimal(0))
        return price if self.rate == 1 else rounded(price / self.rate)


def read_lines(
    account: Account, sent: object, terms: Terms, before: Sequence[Line] = ()
) -> tuple[list[Line], list[Complaint]]:
    """Lines and what is wrong with them, by dotted keys. One with the `id` of a line there was changes it."""
    if not isinstance(sent, list):
        return [], [Complaint("lines", "list")]
    known = {line.id: line for line in before}
    lines: list[Line] = []
    complaints: list[Complaint] = []
    for place, each in enumerate(sent):
        line, wrong = read_line(account, each, terms, known)
        complaints += [complaint.below(f"lines.{place}") for complaint in wrong]
        lines += [line] if line else []
    return lines, complaints


def read_line(
    account: Account, sent: object, terms: Terms, known: Mapping[int, Line]
) -> tuple[Line | None, list[Complaint]]:
    """One line; None when something is wrong."""
    if not isinstance(sent, dict):
        return None, [Complaint("item_id", "product_needed")]
    line_id = sent.get("id")
    before = known.get(line_id) if isinstance(line_id, int) else None
    given, complaints = _values(account, sent)
    item, wrong = _item(account, sent, before)
    complaints += wrong
    if before is None and "quantity" not in given and not any(each.key == "quantity" for each in complaints):
        complaints.append(Complaint("quantity", "required"))
    if complaints or item is None:
        return None, complaints
    if before is not None and before.item == item.uid:
        return taxed(account, replace(before, **given), terms), []
    started = {"name": item["name"], "line_price": terms.priced(item), "discount_percentage": terms.discount}
    return taxed(account, Line(account.registers.new_id(), item.uid, **{**started, **given}), terms), []


def taxed(account: Account, line: Line, terms: Terms) -> Line:
    """The line with the VAT of its item's group in the zone."""
    if terms.vat_stays:
        return line
    group = account.registers.by_uid(account.registers.by_uid(line.item)["group_id"])
    return replace(line, vat_percentage=Decimal(group[f"vat_{terms.zone}"]))


def _values(account: Account, sent: Mapping[str, object]) -> tuple[dict[str, Any], list[Complaint]]:
    given: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for wire, (name, holds) in _FIELDS.items():
        if sent.get(wire) in NOTHING:
            continue
        try:
            given[name] = holds.read(sent[wire], account)
        except WrongValueError as wrong:
            complaints.append(Complaint(wire, wrong.message, wrong.parts))
    return given, complaints


def _item(account: Account, sent: Mapping[str, object], before: Line | None) -> tuple[Row | None, list[Complaint]]:
    name = next((each for each in _ITEM_NAMES if sent.get(each) not in NOTHING), None)
    if name is None:
        if before is None:
            return None, [Complaint("item_id", "product_needed")]
        return account.registers.by_uid(before.item), []
    item = account.find("item", sent[name])
    if item is None or (name != "item_id" and item.kind.key != name.removesuffix("_id")):
        return None, [Complaint(name, "invalid")]
    if item["is_barred"] and (before is None or before.item != item.uid):
        return None, [Complaint(name, "product_barred", {"name": item["name"]})]
    return item, []
