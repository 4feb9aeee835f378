"""Invoice."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.tripletex.computed import COMPUTED
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Event, Transaction

_NET, _GROSS = "amountExcludingVatCurrency", "amountIncludingVatCurrency"


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
