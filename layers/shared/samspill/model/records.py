"""The canonical record models.

A field that was never given (see `model_fields_set`) is *unknown*: the peer withheld it or never returns it.
A field given as None or empty text is *known to be empty*. The engine never confuses the two.
References (`customer`, `manager`, `parent`, `supplier`) hold the id that the record's own side uses.

Prices, per cents and quantities travel as exact decimal text ("1234.5"), as dates travel as text: `Values` are JSON
scalars, because bases, snapshots and fingerprints are stored and compared as such, and a JSON number would become a
binary fraction somewhere on the way. `normalise.amount` tells that "10.50" and "10.5" are the same; sums are done
with Decimal.
"""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind

Value = str | bool | int | None
Values = dict[str, Value]

_IDENTITY = frozenset({"id", "version", "modified_at"})


class Record(BaseModel):
    """One entity as one side shows it. `id` and `version` belong to that side; `number` is what people see."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[Kind]

    id: str
    version: int | None = None
    modified_at: datetime | None = None
    number: str | None = None

    def values(self) -> Values:
        """All known fields as JSON scalars, without id, version and time."""
        return self.model_dump(mode="json", exclude_unset=True, exclude=set(_IDENTITY))

    @property
    def label(self) -> str:
        """The name a person knows the record by; may be empty."""
        return str(self.values().get("name") or "").strip()


class Party(Record):
    """What customers and suppliers have in common. `country` is an ISO 3166 code, `currency` an ISO 4217 code."""

    name: str | None = None
    organization_number: str | None = None
    email: str | None = None
    phone: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None
    active: bool | None = None
    currency: str | None = None
    invoice_email: str | None = None


class Customer(Party):
    """A customer.

    `payment_due` is "14 days", "1 months" or "31 day_of_month" (a fixed day, 31 is the last one), see `due.Due`.
    `send_method` is how invoices are sent, in Tripletex's words: EMAIL, EHF, EFAKTURA, AVTALEGIRO, VIPPS, PAPER,
    MANUAL; EHF on a new customer means EHF if it can receive it, else EMAIL. `gln` has 13 digits. `discount` is per
    cent. `delivery_...` is where goods go when it is not the postal address.
    """

    kind: ClassVar[Kind] = Kind.CUSTOMER

    also_supplier: bool | None = None
    payment_due: str | None = None
    send_method: str | None = None
    gln: str | None = None
    discount: str | None = None
    delivery_name: str | None = None
    delivery_line1: str | None = None
    delivery_line2: str | None = None
    delivery_postal_code: str | None = None
    delivery_city: str | None = None
    delivery_country: str | None = None


class Supplier(Party):
    """A supplier."""

    kind: ClassVar[Kind] = Kind.SUPPLIER

    also_customer: bool | None = None


class Product(Record):
    """A product or a service (`stock_item` is false).

    `price` and `cost` are without VAT, in `currency`. `vat_code` is the number of the VAT type that people see in
    Tripletex ("3" is 25 %), never its id. `unit` is a unit's name, `account` the number of the income account.
    `stock` is the quantity on hand: it is told and never written. Tripletex has nothing that holds what a composed
    product (BOM) is made of, so the parts are no field: such a product crosses as a product, and `composed` tells
    that it is one in the app. `group` is the number of the app's own product group, which decides there whether it is
    kept in stock and what VAT it has.
    """

    kind: ClassVar[Kind] = Kind.PRODUCT

    name: str | None = None
    description: str | None = None
    ean: str | None = None
    price: str | None = None
    cost: str | None = None
    currency: str | None = None
    vat_code: str | None = None
    unit: str | None = None
    account: str | None = None
    supplier: str | None = None
    stock_item: bool | None = None
    stock: str | None = None
    active: bool | None = None
    composed: bool | None = None
    group: str | None = None


class Project(Record):
    """A project. `parent` makes it a sub-project; `internal` is Tripletex's own mark."""

    kind: ClassVar[Kind] = Kind.PROJECT

    name: str | None = None
    description: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    customer: str | None = None
    manager: str | None = None
    parent: str | None = None
    closed: bool | None = None
    internal: bool | None = None


class Employee(Record):
    """An employee. `active` is the licence in the app and an open employment in Tripletex."""

    kind: ClassVar[Kind] = Kind.EMPLOYEE

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    mobile: str | None = None
    active: bool | None = None
    may_manage_projects: bool | None = None

    @property
    def label(self) -> str:
        """First and last name."""
        return f"{self.first_name or ''} {self.last_name or ''}".strip()


RECORD_TYPES: dict[Kind, type[Record]] = {
    Kind.CUSTOMER: Customer,
    Kind.SUPPLIER: Supplier,
    Kind.PRODUCT: Product,
    Kind.PROJECT: Project,
    Kind.EMPLOYEE: Employee,
}


def record_from_values(
    kind: Kind, record_id: str, values: Values, version: int | None = None, modified_at: datetime | None = None
) -> Record:
    """Build a record of `kind` from known field values. Raises pydantic.ValidationError on a wrong value."""
    identity = {"id": record_id, "version": version, "modified_at": modified_at}
    return RECORD_TYPES[kind].model_validate({**values, **identity})
