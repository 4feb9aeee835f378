"""Tripletex' orders, invoices, credit notes and purchase orders, in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import TypeVar

from samspill.exceptions import ConfigurationWrong, DataRefused
from samspill.model.kinds import Kind, Side
from samspill.model.totals import Rounded, computed
from samspill.sync.ports.documents import Invoice, Issue, Order, OrderDraft
from tests.fakes.documents import RATES
from tests.fakes.systems import MemorySystem

Answer = TypeVar("Answer")


class MemoryBooks(MemorySystem):
    """Tripletex. `rounded` is what it rounds VAT for, `inexact` is added to what it computes, `misprint` only to
    invoices; with `currency` orders get that, whatever was asked for; while `locked` nothing is invoiced. `sent` are
    invoices that went to a customer, `deleted` orders that were taken back, `drafts` what was asked for, `by_hand`
    what persons made. What `refusing_next` holds is raised by the next writes, None lets one through; without
    `logistics` there are no purchase orders."""

    def __init__(self, side: Side = Side.TRIPLETEX) -> None:
        super().__init__(side)
        self.orders: dict[str, Order] = {}
        self.purchases: dict[str, Order] = {}
        self.invoices: dict[str, Invoice] = {}
        self.sent: list[str] = []
        self.deleted: list[str] = []
        self.rounded = Rounded.LINE
        self.inexact = Decimal(0)
        self.misprint = Decimal(0)
        self.locked = False
        self.currency: str | None = None
        self.drafts: list[OrderDraft] = []
        self.by_hand: set[str] = set()
        self.carried_out = 0
        self.logistics = True
        self.rates = dict(RATES)
        self.refusing_next: list[Exception | None] = []
        self._numbers = count(20001)

    # ---- what a person does --------------------------------------------------------------------------------------

    def edit_order(self, order_id: str, more: Decimal = Decimal(1)) -> Order:
        """A person raises the price of an order's first line."""
        old = self.orders[order_id]
        lines = (replace(old.lines[0], unit_price=old.lines[0].unit_price + more), *old.lines[1:])
        edited = self._computed(replace(old, lines=lines, version=(old.version or 0) + 1))
        self.orders[order_id] = edited
        return edited

    def date_order(self, order_id: str, day: date) -> None:
        """A person gives an order another day."""
        old = self.orders[order_id]
        self.orders[order_id] = replace(old, day=day, version=(old.version or 0) + 1)

    def copy_order(self, order_id: str) -> Order:
        """A person copies an order, our key with it, and changes the copy."""
        copy = replace(self.orders[order_id], id=self._new("o"), number=self._number(), invoiced=False, closed=False)
        self.orders[copy.id] = copy
        self.by_hand.add(copy.id)
        return self.edit_order(copy.id)

    def reopen_order(self, order_id: str) -> None:
        """A person opens an order that was invoiced."""
        self.orders[order_id] = replace(self.orders[order_id], closed=False)

    def move_order(self, order_id: str, days: int) -> None:
        """A person gives an order another day."""
        old = self.orders[order_id]
        self.orders[order_id] = replace(old, day=old.day + timedelta(days=days))

    def remove_order(self, order_id: str) -> None:
        """A person deletes an order."""
        del self.orders[order_id]

    def invoice_order(self, order_id: str) -> Invoice:
        """A person makes an invoice of an order."""
        return self._typed(self._invoice_now(self.orders[order_id], Issue(self.orders[order_id].day, None)))

    def type_invoice(self, party: str, number: str, net: Decimal, gross: Decimal) -> Invoice:
        """A person types an invoice."""
        return self._typed(self._keep(Invoice(self._new("i"), number, date(2026, 3, 2), net, gross, party=party)))

    def type_purchase(self, party: str, number: str) -> Order:
        """A person types a purchase order."""
        order = Order(self._new("o"), 1, number, "", party, date(2026, 3, 2), Decimal(1), Decimal(1), ())
        self.purchases[order.id] = order
        return order

    def credit_by_hand(self, invoice_id: str) -> Invoice:
        """A person takes back a whole invoice."""
        invoice = self.invoices[invoice_id]
        return self._typed(self._credit_now(invoice, invoice.day, send=False))

    def _typed(self, invoice: Invoice) -> Invoice:
        self.by_hand.add(invoice.id)
        return invoice

    # ---- the port ------------------------------------------------------------------------------------------------

    def order(self, order_id: str) -> Order | None:
        return self.orders.get(order_id)

    def find_orders(self, key: str, party: str) -> list[Order]:
        self.calls.append(("find_orders", Kind.ORDER, 1))
        return _with_key(self.orders, key, party)

    def orders_numbered(self, number: str, party: str) -> list[Order]:
        return [each for each in self.orders.values() if (each.number, each.party) == (number, party)]

    def create_order(self, draft: OrderDraft) -> Order:
        return self._write(lambda: self._order_now(draft, self.orders))

    def delete_order(self, order: Order) -> None:
        self._write(lambda: self._delete_now(order))

    def close_order(self, order: Order) -> None:
        self._write(lambda: self._close_now(order))

    def invoices_of(self, order: Order) -> list[Invoice]:
        return [each for each in self.invoices.values() if order.id in each.orders]

    def create_invoice(self, order: Order, issue: Issue) -> Invoice:
        return self._write(lambda: self._invoice_now(order, issue))

    def invoice(self, invoice_id: str) -> Invoice | None:
        return self.invoices.get(invoice_id)

    def invoices_numbered(self, number: str, party: str) -> list[Invoice]:
        return [each for each in self.invoices.values() if (each.number, each.party) == (number, party)]

    def credit_notes_of(self, invoice: Invoice) -> list[Invoice]:
        return [each for each in self.invoices.values() if each.credits == invoice.id]

    def credit(self, invoice: Invoice, day: date, comment: str, *, send: bool) -> Invoice:
        return self._write(lambda: self._credit_now(invoice, day, send=send))

    def find_purchase_orders(self, key: str, party: str) -> list[Order]:
        self._needs_logistics()
        return _with_key(self.purchases, key, party)

    def purchase_order(self, order_id: str) -> Order | None:
        return self.purchases.get(order_id)

    def purchase_orders_numbered(self, number: str, party: str) -> list[Order]:
        self._needs_logistics()
        return [each for each in self.purchases.values() if (each.number, each.party) == (number, party)]

    def create_purchase_order(self, draft: OrderDraft) -> Order:
        self._needs_logistics()
        return self._write(lambda: self._order_now(draft, self.purchases))

    def vat_rates(self) -> dict[str, Decimal]:
        return self.rates

    def _needs_logistics(self) -> None:
        if not self.logistics:
            raise ConfigurationWrong("module_missing")

    # ---- how a write is carried out ------------------------------------------------------------------------------

    def _write(self, carry_out: Callable[[], Answer]) -> Answer:
        refused = self.refusing_next.pop(0) if self.refusing_next else None
        if refused is not None:
            raise refused
        answer = carry_out()
        self.carried_out += 1
        return answer

    def _order_now(self, draft: OrderDraft, where: dict[str, Order]) -> Order:
        self.drafts.append(draft)
        order = Order(
            id=self._new("o"), version=1, number=self._number(), key=draft.key, party=draft.party, day=draft.day,
            net=Decimal(0), gross=Decimal(0), lines=draft.lines, currency=self.currency or draft.currency or "NOK",
        )  # fmt: skip
        where[order.id] = self._computed(order)
        return where[order.id]

    def _delete_now(self, order: Order) -> None:
        now = self.orders.get(order.id)
        if now is None:
            return
        if self.invoices_of(now):
            raise DataRefused("data_refused", "", "Ordren er fakturert.")
        del self.orders[order.id]
        self.deleted.append(order.id)

    def _close_now(self, order: Order) -> None:
        if order.id in self.orders:
            self.orders[order.id] = replace(self.orders[order.id], closed=True)

    def _invoice_now(self, order: Order, issue: Issue) -> Invoice:
        if self.locked:
            raise DataRefused("period_closed", "", "Perioden er avsluttet.")
        now = self.orders.get(order.id)
        if now is None or now.closed or self.invoices_of(now):
            raise DataRefused("order_closed", "", "Ordren er lukket.")
        sign = -1 if issue.credits else 1
        invoice = Invoice(
            id=self._new("i"),
            number=issue.number or self._number(),
            day=issue.day,
            net=sign * now.net,
            gross=sign * now.gross + self.misprint,
            orders=(now.id,),
            currency=now.currency,
            is_credit_note=issue.credits is not None,
            credits=issue.credits,
            party=now.party,
        )
        self.orders[now.id] = replace(now, invoiced=True, closed=True)
        return self._keep(invoice, send=issue.send)

    def _credit_now(self, invoice: Invoice, day: date, *, send: bool) -> Invoice:
        if self.credit_notes_of(invoice):
            raise DataRefused("already_credited", "", "Hele eller deler av fakturaen er kreditert.")
        note = replace(
            invoice,
            id=self._new("i"),
            number=self._number(),
            day=day,
            orders=(),
            is_credit_note=True,
            credits=invoice.id,
        )
        return self._keep(note, send=send)

    def _keep(self, invoice: Invoice, *, send: bool = False) -> Invoice:
        self.invoices[invoice.id] = invoice
        if invoice.credits is not None:
            self.invoices[invoice.credits] = replace(self.invoices[invoice.credits], credited=True)
        if send:
            self.sent.append(invoice.id)
        return invoice

    def _computed(self, order: Order) -> Order:
        rates = {code: self.rates.get(code, Decimal(0)) for each in order.lines if (code := each.vat_code)}
        found = computed(order.lines, rates, self.rounded)
        return replace(order, net=found.net, gross=found.gross + self.inexact)

    def _new(self, letter: str) -> str:
        return f"{letter}{next(self._ids)}"

    def _number(self) -> str:
        return str(next(self._numbers))


def _with_key(rows: dict[str, Order], key: str, party: str) -> list[Order]:
    return [x for x in rows.values() if (x.key, x.party) == (key, party)]
