"""Documents as tests have them made: a customer, drafts, and what left the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from samspill.sync.ports.documents import Invoice, Issue, Order, OrderDraft, OrderLine
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account

DAY, DUE = date(2026, 7, 20), date(2026, 8, 19)
KEY = "samspill:c0ffee00:invoice:1021"


def line(
    quantity: str = "1", price: str = "100", discount: str = "0", code: str | None = "3", **more: Any
) -> OrderLine:
    """A line as the engine asks for it."""
    given = {"product": None, "description": "Arbeid", **more}
    return OrderLine(
        quantity=Decimal(quantity), unit_price=Decimal(price), discount=Decimal(discount), vat_code=code, **given
    )  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """One customer's documents in the sandbox, through the adapter."""

    account: Account
    system: TripletexSystem
    customer: str

    @classmethod
    def open(cls, account: Account, system: TripletexSystem, **customer: Any) -> Ledger:
        """With a customer of its own."""
        row = {"name": "Kunde AS", "email": "post@kunde.example", "invoiceSendMethod": "EMAIL", **customer}
        return cls(account, system, account.by_hand("customer", "create", **row))

    def draft(self, *lines: OrderLine, **more: Any) -> OrderDraft:
        """An order draft; one line of 100 kroner where none are given."""
        draft = OrderDraft(KEY, self.customer, DAY, DAY, lines or (line(),), due=DUE)
        return replace(draft, **more)

    def order(self, *lines: OrderLine, **more: Any) -> Order:
        """An order, made."""
        return self.system.create_order(self.draft(*lines, **more))

    def invoice(self, *lines: OrderLine, **issue: Any) -> Invoice:
        """An invoice, made."""
        return self.system.create_invoice(self.order(*lines), replace(Issue(DAY, DUE), **issue))

    def row(self, kind: str, row_id: str) -> dict[str, Any]:
        """The row itself."""
        (row,) = [row for row in self.account.rows(kind) if str(row["id"]) == row_id]
        return row

    @property
    def sent(self) -> Sequence[tuple[str, str]]:
        """How and where to documents left."""
        return [(each.send_type, each.to) for each in self.account.company.outbox]
