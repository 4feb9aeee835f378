"""What customers pay: with an invoice at once, or later."""

from __future__ import annotations

from decimal import Decimal

from sandbox.tripletex.calls import Call
from sandbox.tripletex.endpoints.asking import amount, whole
from sandbox.tripletex.errors import broken_rules, complaint, not_found
from sandbox.tripletex.rows import Row
from sandbox.tripletex.rules.booking import BANK
from sandbox.tripletex.rules.crediting import pay
from sandbox.tripletex.transaction import Transaction


def pay_as_asked(transaction: Transaction, call: Call, invoice: Row, day: str) -> None:
    """A payment by `paymentTypeId` and `paidAmount`, if both are given; for a prepayment the amount is in the
    invoice's currency. Raises 404/6000 for an unknown type of payment."""
    kind, paid = whole(call, "paymentTypeId"), amount(call, "paidAmount")
    if kind and paid is not None:
        _register(transaction, invoice, day, kind, paid, paid)


def pay_later(transaction: Transaction, call: Call, invoice: Row, day: str) -> None:
    """`:payment`: `paidAmount` in kroner, `paidAmountCurrency` for an invoice in another currency (mandatory
    there). Raises 404/6000 and 422/18000."""
    paid, in_currency = amount(call, "paidAmount") or Decimal(0), amount(call, "paidAmountCurrency")
    if in_currency is None and invoice.get("currency", 1) != 1:
        raise broken_rules([complaint("Internt felt (amountBasisCurrency)", "fill")])
    _register(
        transaction, invoice, day, whole(call, "paymentTypeId"), paid, paid if in_currency is None else in_currency
    )


def _register(
    transaction: Transaction, invoice: Row, day: str, kind: int, paid: Decimal, in_currency: Decimal
) -> None:
    company = transaction.company
    payment_type = company.row("PaymentType", kind)
    if payment_type is None or not invoice.get("isCharged"):
        raise not_found()
    account = company.row("Account", payment_type.get("debitAccount"))
    pay(transaction, invoice, day, account.get("number", BANK) if account else BANK, paid, in_currency)
