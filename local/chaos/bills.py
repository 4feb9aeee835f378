"""Invoices and credit notes as they lie in both sandboxes, told apart by the mark that people wrote on them: never by
what the product itself wrote, or keeps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from local.chaos.hands import Hands
from local.peers import Json
from local.rackbeat_companies import RackbeatCompany

_MARK = re.compile(r"Z\d{4,}")


@dataclass(frozen=True)
class Bill:
    """An invoice or a credit note. `id` is its number in the app, in Tripletex its id. Totals are positive.
    `done`: it is no draft. `order` is what it was made of in Tripletex."""

    id: str
    mark: str
    credit: bool
    net: Decimal
    gross: Decimal
    done: bool = True
    order: str = ""


@dataclass(frozen=True)
class Order:
    """An order in Tripletex."""

    id: str
    mark: str
    closed: bool


@dataclass(frozen=True)
class Bills:
    """All of a firm's. `sent` is what Tripletex has sent to customers."""

    app: tuple[Bill, ...] = ()
    tripletex: tuple[Bill, ...] = ()
    orders: tuple[Order, ...] = ()
    sent: tuple[str, ...] = ()

    @classmethod
    def of(cls, hands: Hands) -> "Bills":
        """Look now. A firm whose people make out no invoices in the app has none."""
        firm, tripletex = hands.firm, hands.world.tripletex
        if not isinstance(firm, RackbeatCompany):
            return cls()
        return cls(
            tuple(_of_app(row) for row in hands.world.rackbeat.rows(firm.rackbeat_id, "customer_invoice")),
            tuple(_of_tripletex(row) for row in tripletex.invoices(firm.tripletex_id)),
            tuple(
                Order(str(row["id"]), _mark(row, "invoiceComment", "reference"), bool(row["isClosed"]))
                for row in tripletex.orders(firm.tripletex_id)
            ),
            tuple(str(each) for each in tripletex.outbox(firm.tripletex_id)),
        )

    def marked(self, mark: str, *, credit: bool) -> list[Bill]:
        """What stands in Tripletex with that mark."""
        return [each for each in self.tripletex if (each.mark, each.credit) == (mark, credit)]


def is_credit(row: Json) -> bool:
    """Whether a row of Rackbeat's is a credit note."""
    return bool(row["type"] == "credit_note")


def _of_app(row: Json) -> Bill:
    totals = _amount(row, "total_subtotal"), _amount(row, "total_total")
    return Bill(str(row["number"]), _mark(row, "heading"), is_credit(row), *totals, done=bool(row["is_booked"]))


def _of_tripletex(row: Json) -> Bill:
    order = next(iter(row["orders"]), None)
    totals = _amount(row, "amountExcludingVatCurrency"), _amount(row, "amountCurrency")
    mark = _mark(row, "invoiceComment", "comment")
    return Bill(str(row["id"]), mark, bool(row["isCreditNote"]), *totals, order=str(order["id"]) if order else "")


def _mark(row: Mapping[str, object], *fields: str) -> str:
    found = _MARK.search(" ".join(str(row.get(name) or "") for name in fields))
    return found[0] if found else ""


def _amount(row: Json, name: str) -> Decimal:
    return abs(Decimal(str(row[name])).quantize(Decimal("0.01")))
