"""What a whole order comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.tripletex.amounts import Line, Totals, converted, total, wire
from sandbox.tripletex.company import Company
from sandbox.tripletex.exchange_rates import for_one
from sandbox.tripletex.order_lines import STANDARD_VAT, terms
from sandbox.tripletex.rows import Row

OUTSTANDING = ("amountOutstanding", "amountOutstandingTotal")
OUTSTANDING_CURRENCY = ("amountCurrencyOutstanding", "amountCurrencyOutstandingTotal")


def lines_of(company: Company, order: Row) -> list[Row]:
    """The lines of an order."""
    return [line for each in order.get("orderLines", ()) if (line := company.row("OrderLine", each)) is not None]


def rate_of(company: Company, order: Row) -> Decimal:
    """Kroner for one unit of the order's currency."""
    return for_one(company, order.get("currency", 1)) or Decimal(1)


def totals_of(company: Company, order: Row) -> Totals:
    """In the order's currency."""
    switches = company.switches
    lines: list[tuple[int, Line]] = [
        (line.get("vatType", STANDARD_VAT), terms(company, order.values, line.values))
        for line in lines_of(company, order)
    ]
    whole = switches.whole_kroner and order.get("currency", 1) == 1
    return total(lines, per=switches.vat_rounded_per, whole=whole)


def amounts(found: Totals, rate: Decimal) -> dict[str, Any]:
    """The amounts of an invoice that nobody has paid anything of."""
    gross, net = wire(converted(found.gross, rate)), wire(converted(found.net, rate))
    return {
        "amount": gross,
        "amountCurrency": wire(found.gross),
        "amountExcludingVat": net,
        "amountExcludingVatCurrency": wire(found.net),
        "amountRoundoff": wire(converted(found.roundoff, rate)),
        "amountRoundoffCurrency": wire(found.roundoff),
        **dict.fromkeys(OUTSTANDING, gross),
        **dict.fromkeys(OUTSTANDING_CURRENCY, wire(found.gross)),
    }


def shown_amount(company: Company, invoice: Row, name: str) -> Any:
    """An amount of an invoice; that a draft tells what it would come to is the switch `draft_amounts`."""
    if invoice.get("isCharged") or not company.switches.draft_amounts:
        return invoice.get(name, 0)
    order = company.row("Order", next(iter(invoice.get("orders", ())), None))
    if order is None or name.removesuffix("Total") in (OUTSTANDING[0], OUTSTANDING_CURRENCY[0]):
        return 0
    return amounts(totals_of(company, order), rate_of(company, order))[name]
