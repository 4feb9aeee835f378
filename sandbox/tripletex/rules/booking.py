"""The vouchers of invoices, credit notes and payments: what the ledger shows of them, in kroner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.tripletex.amounts import Group, converted, wire
from sandbox.tripletex.company import Company
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.accounting import next_voucher_number
from sandbox.tripletex.transaction import Transaction

CUSTOMERS, BANK, VAT, INCOME, INCOME_WITHOUT_VAT = 1500, 1920, 2700, 3000, 3100


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting to come: account number, amount in kroner and in the invoice's currency."""

    account: int
    amount: Decimal
    amount_currency: Decimal
    vat_type: int = 0


def book(transaction: Transaction, invoice: Row, day: str, text: str, entries: Iterable[Entry]) -> tuple[int, int]:
    """A voucher of these entries: the ids of the voucher and of its posting on the customer."""
    company = transaction.company
    year = date.fromisoformat(day).year
    values = {"date": day, "year": year, "number": next_voucher_number(company, year), "description": text}
    voucher = transaction.insert("Voucher", values, 5)
    postings = [
        transaction.insert("Posting", _posting(company, invoice, voucher, place, entry), 1)
        for place, entry in enumerate(entries)
    ]
    voucher.values["postings"] = tuple(each.id for each in postings)
    return voucher.id, postings[0].id


def _posting(company: Company, invoice: Row, voucher: Row, place: int, entry: Entry) -> dict[str, object]:
    account = next((row.id for row in company.table("Account") if row.get("number") == entry.account), None)
    values: dict[str, object] = {
        "voucher": voucher.id,
        "date": voucher.get("date"),
        "description": voucher.get("description"),
        "account": account,
        "row": place,
        "systemGenerated": entry.account == VAT,
        **{name: wire(entry.amount) for name in ("amount", "amountGross")},
        **{name: wire(entry.amount_currency) for name in ("amountCurrency", "amountGrossCurrency")},
    }
    if entry.vat_type:
        values["vatType"] = entry.vat_type
    if invoice.get("currency"):
        values["currency"] = invoice.get("currency")
    if entry.account == CUSTOMERS:
        values.update(
            customer=invoice.get("customer"),
            invoiceNumber=str(invoice.get("invoiceNumber", "")),
            termOfPayment=invoice.get("invoiceDueDate"),
        )
    return values


def sales(groups: Iterable[Group], kroner: Decimal, currency: Decimal, rate: Decimal) -> list[Entry]:
    """Entries of an invoice: the customer owes so many kroner, or so much in the currency that the groups are in.
    What rounding leaves over goes to the first income."""
    entries = []
    left, left_currency = -kroner, -currency
    for group in groups:
        vat = group.gross - group.net
        for account, amount in ((INCOME if vat else INCOME_WITHOUT_VAT, group.net), (VAT, vat)):
            if amount:
                entry = Entry(account, -converted(amount, rate), -amount, group.vat_type)
                left, left_currency = left - entry.amount, left_currency - entry.amount_currency
                entries.append(entry)
    if entries:
        first = entries[0]
        entries[0] = Entry(first.account, first.amount + left, first.amount_currency + left_currency, first.vat_type)
    return [Entry(CUSTOMERS, kroner, currency), *entries]
