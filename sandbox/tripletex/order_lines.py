"""An order line's terms: what it takes from its product, its order and its customer, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.tripletex.amounts import Line, exact, other_price, wire
from sandbox.tripletex.bodies import Sent
from sandbox.tripletex.company import Company
from sandbox.tripletex.exchange_rates import for_one
from sandbox.tripletex.rows import Row

Values = Mapping[str, Any]
STANDARD_VAT, OUTSIDE_VAT = 3, 6
NET, GROSS = "unitPriceExcludingVatCurrency", "unitPriceIncludingVatCurrency"
_PRODUCT_PRICE = {NET: "priceExcludingVatCurrency", GROSS: "priceIncludingVatCurrency"}


def includes_vat(order: Values) -> bool:
    """Whether the order prioritises prices with VAT."""
    return bool(order.get("isPrioritizeAmountsIncludingVat"))


def vat_rate(company: Company, vat_type: int) -> Decimal:
    """Per cent."""
    row = company.row("VatType", vat_type)
    return exact(row.get("percentage") if row else 0)


def terms(company: Company, order: Values, line: Values) -> Line:
    """What the line's amounts are made of."""
    with_vat = includes_vat(order)
    return Line(
        count=exact(line.get("count")),
        price=exact(line.get(GROSS if with_vat else NET)),
        discount=exact(line.get("discount")),
        vat=vat_rate(company, line.get("vatType", STANDARD_VAT)),
        with_vat=with_vat,
    )


def terms_of(company: Company, line: Row) -> Line:
    """The terms of a stored line."""
    order = company.row("Order", line.get("order"))
    return terms(company, order.values if order else {}, line.values)


def vat_type_of(company: Company, sent: Sent, stored: Values | None) -> int:
    """The VAT code that was sent or is stored; a new line without one has its product's, or the account's usual."""
    given: int | None = sent.values.get("vatType")
    if given:
        return given
    if stored is not None:
        return int(stored.get("vatType", STANDARD_VAT))
    product = company.row("Product", sent.values.get("product"))
    of_product: int | None = product.get("vatType") if product else None
    return of_product or _usual_vat(company)


def _usual_vat(company: Company) -> int:
    """The standard rate, or none at all where the account does not use that."""
    return OUTSIDE_VAT if "3" in company.switches.vat_codes_off else STANDARD_VAT


def complete_line(company: Company, order: Values, sent: Sent, line: dict[str, Any]) -> None:
    """Fill in what was not sent: code and price of the product, the order's discount, the other price."""
    vat_type = vat_type_of(company, sent, line if sent.id else None)
    line["vatType"] = vat_type
    if vat_type == STANDARD_VAT:
        del line["vatType"]
    if (currency := order.get("currency")) is not None:
        line["currency"] = currency
    if sent.id is None and "discount" not in sent.values and order.get("discountPercentage"):
        line["discount"] = order["discountPercentage"]
    given, made = (GROSS, NET) if includes_vat(order) else (NET, GROSS)
    if sent.id is None and sent.values.get(given) is None and line.get("product"):
        line[given] = _price_of_product(company, order, line["product"], given)
    price = exact(line.get(given))
    if not price:
        line.pop(given, None)
        line.pop(made, None)
        return
    other = other_price(price, vat_rate(company, vat_type), with_vat=given == GROSS)
    line[made] = wire(other)


def _price_of_product(company: Company, order: Values, product_id: int, name: str) -> float | int:
    """In the order's currency."""
    product = company.row("Product", product_id)
    if product is None:
        return 0
    price = exact(product.get(_PRODUCT_PRICE[name]))
    own, wanted = product.get("currency", 1), order.get("currency", 1)
    if own != wanted:
        price = price * (for_one(company, own) or 1) / (for_one(company, wanted) or 1)
    return wire(price)
