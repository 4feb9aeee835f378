"""What Tripletex sends of orders, invoices and purchase orders, and the fields that are asked for.

Amounts are in the document's currency. Whatever is missing in an answer, such as lines that were not expanded, stays
unset or empty.
"""

from decimal import Decimal

from pydantic import Field

from samspill.systems.tripletex.wire import Currency, Day, Entity, Ref, VatType, Wire

NOTHING = Decimal(0)

#: What tells which of many orders is ours.
KEY_FIELDS = "id,internalComment"
_AMOUNTS = "amountExcludingVatCurrency,amountIncludingVatCurrency"
ORDER_FIELDS = (
    "id,version,number,customer(id),orderDate,internalComment,currency(id,code),isClosed,"
    "preliminaryInvoice(id,amountCurrency,amountExcludingVatCurrency),"
    "orderLines(id,product(id),description,count,unitPriceExcludingVatCurrency,discount,vatType(id,number,percentage),sortIndex,"
    f"isCharged,{_AMOUNTS})"
)
INVOICE_FIELDS = (
    "id,version,invoiceNumber,invoiceDate,customer(id),comment,currency(id,code),orders(id),isCharged,isCreditNote,"
    "isCredited,creditedInvoice,amountCurrency,amountExcludingVatCurrency"
)
#: What tells how the account rounds.
ROUNDING_FIELDS = (
    "id,currency(id,code),amountCurrency,amountRoundoffCurrency,orders(id,isPrioritizeAmountsIncludingVat),"
    f"orderLines(id,vatType(id,percentage),{_AMOUNTS})"
)
PURCHASE_ORDER_FIELDS = (
    "id,version,number,supplier(id),creationDate,deliveryDate,internalComment,currency(id,code),project(id),isClosed,"
    f"orderLines(id,product(id),description,count,unitPriceExcludingVatCurrency,discount,{_AMOUNTS})"
)


class Line(Wire):
    """A line of an order or a purchase order; the latter's have no VAT code."""

    id: int
    product: Ref | None = None
    description: str | None = None
    count: Decimal | None = None
    unit_price_excluding_vat_currency: Decimal | None = None
    discount: Decimal | None = None
    vat_type: VatType | None = None
    sort_index: int | None = None
    is_charged: bool | None = None
    amount_excluding_vat_currency: Decimal | None = None
    amount_including_vat_currency: Decimal | None = None


class DraftInvoice(Wire):
    """The invoice that an order has before one is made of it."""

    id: int
    amount_currency: Decimal | None = None
    amount_excluding_vat_currency: Decimal | None = None


class Order(Entity):
    """An order."""

    number: str | None = None
    customer: Ref | None = None
    order_date: Day = None
    internal_comment: str | None = None
    currency: Currency | None = None
    is_closed: bool | None = None
    preliminary_invoice: DraftInvoice | None = None
    order_lines: list[Line] = Field(default_factory=list)


class InvoicedOrder(Ref):
    """The order behind an invoice."""

    is_prioritize_amounts_including_vat: bool | None = None


class Invoice(Entity):
    """An invoice or a credit note; `credited_invoice` is 0 where it is none."""

    invoice_number: int | None = None
    invoice_date: Day = None
    customer: Ref | None = None
    comment: str | None = None
    currency: Currency | None = None
    orders: list[InvoicedOrder] = Field(default_factory=list)
    order_lines: list[Line] = Field(default_factory=list)
    is_charged: bool | None = None
    is_credit_note: bool | None = None
    is_credited: bool | None = None
    credited_invoice: int | None = None
    amount_currency: Decimal | None = None
    amount_excluding_vat_currency: Decimal | None = None
    amount_roundoff_currency: Decimal | None = None


class PurchaseOrder(Entity):
    """A purchase order."""

    number: str | None = None
    supplier: Ref | None = None
    creation_date: Day = None
    delivery_date: Day = None
    project: Ref | None = None
    internal_comment: str | None = None
    currency: Currency | None = None
    is_closed: bool | None = None
    order_lines: list[Line] = Field(default_factory=list)


class CompanyCurrency(Wire):
    """A company, asked for its currency alone."""

    id: int
    currency: Currency | None = None


class Sending(Wire):
    """A customer, asked for where its invoices go."""

    id: int
    email: str | None = None
    invoice_email: str | None = None
