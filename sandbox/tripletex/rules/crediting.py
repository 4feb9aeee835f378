"""Invoices are credited and paid."""

from __future__ import annotations

from decimal import Decimal

from sandbox.tripletex.amounts import exact, wire
from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import broken_rules, complaint
from sandbox.tripletex.order_totals import OUTSTANDING, OUTSTANDING_CURRENCY
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.accounting import is_locked
from sandbox.tripletex.rules.booking import CUSTOMERS, Entry, book
from sandbox.tripletex.rules.charging import finish
from sandbox.tripletex.transaction import Transaction

# Seen: a credit note begins with it.
_VERSION = 2


def check_credit(company: Company, invoice: Row, amount: Decimal) -> None:
    """Raises 422/18000 when credit notes would come to more than the invoice; `amount` is negative."""
    earlier = company.table("Invoice").having("creditedInvoice", invoice.id)
    credited = sum((exact(each.get("amountCurrency")) for each in earlier), Decimal(0))
    charged = invoice.get("isCharged") and not invoice.get("isCreditNote")
    if not charged or exact(invoice.get("amountCurrency")) + credited + amount < 0 or amount > 0:
        raise broken_rules([complaint(None, "credited_already")])
    # Nothing to pay can be credited once all the same.
    if invoice.get("isCredited"):
        raise broken_rules([complaint(None, "credited_already")])


def settle(transaction: Transaction, invoice: Row, note: Row) -> None:
    """A credit note takes from what is outstanding on its invoice; what was paid already stays with the note."""
    company = transaction.company
    changed, of_note = dict(invoice.values), {**note.values, "creditedInvoice": invoice.id}
    for names in (OUTSTANDING, OUTSTANDING_CURRENCY):
        open_, credit = exact(invoice.get(names[0])), exact(note.get(names[0]))
        covered = min(open_, -credit)
        changed.update(dict.fromkeys(names, wire(open_ - covered)))
        of_note.update(dict.fromkeys(names, wire(credit + covered)))
    transaction.revise("Invoice", note, of_note, note.version)
    notes = company.table("Invoice").having("creditedInvoice", invoice.id)
    credited = sum((exact(each.get("amountCurrency")) for each in notes), Decimal(0))
    if exact(invoice.get("amountCurrency")) + credited == 0:
        changed["isCredited"] = True
    transaction.revise("Invoice", invoice, changed, company.next_version(invoice.version))


def credit(transaction: Transaction, invoice: Row, day: str, comment: str = "") -> Row:
    """A credit note of the whole invoice. Raises 422/18000 when any of it was credited before."""
    company = transaction.company
    amount = exact(invoice.get("amountCurrency"))
    check_credit(company, invoice, -amount)
    if is_locked(company, day):
        raise broken_rules([complaint("date", "period_locked")])
    order, lines = _order_of_credit(transaction, invoice)
    kept = ("customer", "deliveryDate", "currency", "invoiceComment")
    negated = [name for name in invoice.values if name.startswith("amount")]
    values = {
        **{name: invoice.values[name] for name in kept if name in invoice.values},
        **{name: wire(-exact(invoice.values[name])) for name in negated},
        **dict.fromkeys(OUTSTANDING, wire(-exact(invoice.get("amount")))),
        **dict.fromkeys(OUTSTANDING_CURRENCY, wire(-amount)),
        "invoiceNumber": transaction.next_number("Invoice", "invoiceNumber", 1),
        "invoiceDate": day,
        "invoiceDueDate": day,
        "comment": comment,
        "isCharged": True,
        "isCreditNote": True,
        "isApproved": False,
        "orders": (order,) if order else (),
        "orderLines": lines,
    }
    note = transaction.insert("Invoice", values)
    finish(transaction, note, values, _reversed_entries(company, invoice), _VERSION)
    settle(transaction, invoice, note)
    return note


def _order_of_credit(transaction: Transaction, invoice: Row) -> tuple[int, tuple[int, ...]]:
    """The order behind a credit note and the note's own lines, negated: recorded ids tell that lines are new, while
    the order is the invoice's own. Or else a closed copy of that order."""
    company = transaction.company
    order = company.row("Order", next(iter(invoice.get("orders", ())), None))
    if order is None:
        return 0, ()
    behind = order if company.switches.credit_note_order == "same" else _copied(transaction, order)
    lines = tuple(
        transaction.insert("OrderLine", {**line.values, "order": behind.id, "count": -line.get("count", 0)}, 1).id
        for each in invoice.get("orderLines", ())
        if (line := company.row("OrderLine", each)) is not None
    )
    if behind is not order:
        behind.values["orderLines"] = lines
    return behind.id, lines


def _copied(transaction: Transaction, order: Row) -> Row:
    apart = {"number", "orderLines", "preliminaryInvoice"}
    values = {name: value for name, value in order.values.items() if name not in apart}
    number = str(transaction.company.next_number("Order", "number", 1))
    return transaction.insert("Order", {**values, "number": number, "isClosed": True}, 1)


def _reversed_entries(company: Company, invoice: Row) -> list[Entry]:
    voucher = company.row("Voucher", invoice.get("voucher"))
    postings = (company.row("Posting", each) for each in (voucher.get("postings", ()) if voucher else ()))
    entries = [_reversed(company, each) for each in postings if each is not None]
    return entries or [Entry(CUSTOMERS, -exact(invoice.get("amount")), -exact(invoice.get("amountCurrency")))]


def _reversed(company: Company, posting: Row) -> Entry:
    account = company.row("Account", posting.get("account"))
    amount, in_currency = -exact(posting.get("amount")), -exact(posting.get("amountCurrency"))
    return Entry(account.get("number", 0) if account else 0, amount, in_currency, posting.get("vatType", 0))


def pay(
    transaction: Transaction, invoice: Row, day: str, account: int, paid: Decimal, paid_currency: Decimal
) -> None:
    """A payment from the customer: less is outstanding, less than nothing where too much was paid."""
    company = transaction.company
    text = f"Betaling: faktura {invoice.get('invoiceNumber', 0)}"
    entries = [Entry(CUSTOMERS, -paid, -paid_currency), Entry(account, paid, paid_currency)]
    _voucher, posting = book(transaction, invoice, day, text, entries)
    values = {**invoice.values, "postings": (*invoice.get("postings", ()), posting)}
    for names, amount in ((OUTSTANDING, paid), (OUTSTANDING_CURRENCY, paid_currency)):
        values.update(dict.fromkeys(names, wire(exact(invoice.get(names[0])) - amount)))
    transaction.revise("Invoice", invoice, values, company.next_version(invoice.version))
