"""Order, order line, invoice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sandbox.tripletex.company import Company
from sandbox.tripletex.computed import COMPUTED
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Event, Transaction

_NET, _GROSS = "amountExcludingVatCurrency", "amountIncludingVatCurrency"


def _check_order(draft: Draft) -> Iterator[Complaint]:
    if draft.get("customer") is None:
        yield complaint("customer.id", "fill")
    for part in draft.sent.parts.get("orderLines", ()):
        if not part.id and not part.values.get("description") and not part.values.get("product"):
            for name in ("description", "product.id"):
                yield complaint(f"orderGroups.orderLines.{name},orderLines.{name}", "line_needs_text")


def _number_order(draft: Draft) -> None:
    company = draft.company
    if draft.get("number"):
        company.note_number("Order", "number", draft.get("number"))
        return
    number = str(company.next_number("Order", "number", 1))
    while company.find("Project", "number", (number,)):
        number = str(company.next_number("Order", "number", 1))
    draft.values["number"] = number


def _draft_invoice(transaction: Transaction, row: Row) -> None:
    """An order has a draft invoice from the beginning; it is not charged and lists do not show it."""
    due = date.fromisoformat(row.get("orderDate")) + timedelta(days=row.get("invoicesDueIn", 14))
    values = {
        "invoiceDate": row.get("orderDate"),
        "invoiceDueDate": due.isoformat(),
        "customer": row.get("customer"),
        "orders": (row.id,),
        "orderLines": row.get("orderLines", ()),
        "deliveryDate": row.get("deliveryDate"),
    }
    row.values["preliminaryInvoice"] = transaction.insert("Invoice", values).id


def _order_in_use(company: Company, row: Row) -> list[str]:
    charged = (each for each in company.table("Invoice").having("customer", row.get("customer")))
    used = any(row.id in each.get("orders", ()) and each.get("isCharged") for each in charged)
    return ["invoices_registered"] if used else []


ORDER = Kind(
    path="order",
    schema="Order",
    operations=operations("post", "put", "delete", "post_list"),
    right="order",
    required={"orderDate": ("null", "field"), "deliveryDate": ("null", "field")},
    check=_check_order,
    complete=_number_order,
    in_use=_order_in_use,
    after_create=_draft_invoice,
    first_version=1,
    # Stored, and yet the answer shows none.
    empty_after_post=frozenset({"orderLines"}),
    # Only with `updateLinesAndGroups=true`: see `endpoints/sales.py`.
    ignores_on_put=frozenset({"orderLines", "orderGroups"}),
)


def _check_line(draft: Draft) -> Iterator[Complaint]:
    if draft.get("order") is None:
        yield complaint("order.id", "fill")
    if not draft.get("description") and draft.get("product") is None:
        for name in ("description", "product.id"):
            yield complaint(name, "line_needs_text")


def _price_line(draft: Draft) -> None:
    product = draft.company.row("Product", draft.get("product"))
    if product is not None and draft.creating:
        for name, source in (
            ("unitPriceExcludingVatCurrency", "priceExcludingVatCurrency"),
            ("vatType", "vatType"),
        ):
            if name not in draft.values and source in product.values:
                draft.values[name] = product.values[source]
    vat = draft.company.row("VatType", draft.get("vatType"))
    share = 1 + (vat.get("percentage", 0) if vat else 0) / 100
    net, gross = "unitPriceExcludingVatCurrency", "unitPriceIncludingVatCurrency"
    if gross in draft.sent.values and net not in draft.sent.values:
        draft.values[net] = round(draft.get(gross) / share, 10)
    elif draft.get(net):
        draft.values[gross] = round(draft.get(net) * share, 10)


def _join_order(transaction: Transaction, row: Row) -> None:
    """The line counts as a change of its order."""
    order = transaction.company.row("Order", row.get("order"))
    if order is not None:
        values = {**order.values, "orderLines": (*order.get("orderLines", ()), row.id)}
        transaction.touch("Order", order, values)


ORDER_LINE = Kind(
    path="order/orderline",
    schema="OrderLine",
    operations=operations("post", "put", "delete", "post_list") - {"list"},
    right="order",
    check=_check_line,
    complete=_price_line,
    after_create=_join_order,
    first_version=1,
)


def _check_invoice(draft: Draft) -> Iterator[Complaint]:
    if not draft.sent.parts.get("orders"):
        yield complaint("orders", "empty_list")
    elif not draft.company.switches.bank_account_registered:
        yield complaint(None, "no_bank_account")


def _charge(transaction: Transaction, row: Row) -> None:
    """Number, amounts and customer come from the order; the invoice is charged at once."""
    company = transaction.company
    orders = [order for each in row.get("orders", ()) if (order := company.row("Order", each))]
    lines = [
        line for order in orders for each in order.get("orderLines", ()) if (line := company.row("OrderLine", each))
    ]
    computed = COMPUTED["OrderLine"]
    net = round(sum(computed[_NET](company, line) for line in lines), 2)
    gross = round(sum(computed[_GROSS](company, line) for line in lines), 2)
    values = {
        **row.values,
        "invoiceNumber": row.get("invoiceNumber") or company.next_number("Invoice", "invoiceNumber", 1),
        "isCharged": True,
        "orderLines": tuple(line.id for line in lines),
        **{f"amount{name}": gross for name in ("", "Currency", "Outstanding", "CurrencyOutstanding")},
        **{f"amount{name}": gross for name in ("OutstandingTotal", "CurrencyOutstandingTotal")},
        **{f"amountExcludingVat{name}": net for name in ("", "Currency")},
    }
    if orders:
        values.update(customer=orders[0].get("customer"), deliveryDate=orders[0].get("deliveryDate"))
    company.table("Invoice").set(row, values, row.version)
    transaction.tell(Event(company, "invoice", "charged", "Invoice", row.id, row))


INVOICE = Kind(
    path="invoice",
    schema="Invoice",
    operations=operations("post", "post_list"),
    right="invoice",
    required={"invoiceDate": ("null", "field"), "invoiceDueDate": ("null", "field")},
    check=_check_invoice,
    after_create=_charge,
    first_version=2,
)
