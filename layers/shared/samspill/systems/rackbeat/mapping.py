"""Rackbeat's fields <-> ours, as tables.

Where a name is not confirmed, `keys` holds every spelling, the documented one first: read is whichever a row shows,
written the one the account shows, the documented one while it has shown none (`spelling`).
"""

from dataclasses import dataclass

from samspill.model.kinds import Kind
from samspill.systems.columns import Read, Write, as_it_is
from samspill.systems.rackbeat.conversions import (
    amount,
    amount_text,
    barred,
    capitals,
    country,
    digits,
    flag,
    not_flag,
    reference,
    text,
    text_or_null,
    whole,
)


@dataclass(frozen=True)
class Column:
    """One field: `name` is ours, `keys` are Rackbeat's. Without `read` no record has it, it is only given to new
    ones; without `write` Rackbeat works it out. `shown_only`: written only where the account shows it."""

    name: str
    keys: tuple[str, ...]
    read: Read | None = text
    write: Write | None = text_or_null
    shown_only: bool = False


@dataclass(frozen=True)
class Register:
    """A list of Rackbeat's. `composed` is what records of it have in that field."""

    kind: Kind
    path: str
    columns: tuple[Column, ...]
    composed: bool | None = None

    @property
    def names(self) -> frozenset[str]:
        """Our fields that it has columns for."""
        return frozenset(column.name for column in self.columns)


#: Zones of VAT, in the API's words (reference 4c).
VAT_ZONES = ("domestic", "eu", "abroad", "domestic_exempt")

_PARTY = (
    Column("name", ("name", "company_name"), write=as_it_is),
    Column("organization_number", ("company_vat",)),
    Column("email", ("contact_email",)),
    Column("phone", ("contact_phone",)),
    Column("address_line1", ("address_street",)),
    Column("address_line2", ("address_street2",)),
    Column("postal_code", ("address_zipcode",)),
    Column("city", ("address_city",)),
    Column("country", ("address_country",), country),
    Column("currency", ("currency",), capitals),
    Column("invoice_email", ("invoice_email", "contact_invoice_email"), shown_only=True),
    Column("active", ("is_barred",), not_flag, barred),
    # what only Rackbeat needs
    Column("vat_zone", ("vat_zone",), None),
    Column("layout", ("layout_id", "layout"), None, whole("not_in_app", "layout")),
    Column("language", ("locale", "language"), None),
    Column("payment_terms", ("payment_terms_id",), None, whole("not_in_app", "payment_terms")),
)
_ITEM = (
    Column("number", ("number",), write=as_it_is),
    Column("name", ("name",), write=as_it_is),
    Column("description", ("description",)),
    Column("ean", ("barcode", "ean")),
    Column("price", ("sales_price",), amount_text, amount("price")),
    Column("active", ("is_barred",), not_flag, barred),
    Column("stock_item", ("inventory_enabled",), flag, None),
    Column("stock", ("stock_quantity",), amount_text, None),
    Column("group", ("group_id", "group"), text, whole("not_in_app", "group")),
)

CUSTOMERS = Register(
    Kind.CUSTOMER,
    "/customers",
    (
        Column("number", ("number",), text, whole("customer_number_not_numeric", "number")),
        *_PARTY,
        Column("discount", ("general_discount_percentage",), amount_text, amount("discount")),
        Column("gln", ("ean",), text, digits("gln")),
        Column("group", ("customer_group_id", "group_id"), None, whole("not_in_app", "group")),
    ),
)
SUPPLIERS = Register(
    Kind.SUPPLIER,
    "/suppliers",
    (
        Column("number", ("number",), text, whole("supplier_number_not_numeric", "number")),
        *_PARTY,
        Column("group", ("supplier_group_id", "group_id"), None, whole("not_in_app", "group")),
    ),
)
PRODUCTS = Register(
    Kind.PRODUCT,
    "/products",
    (
        *_ITEM,
        Column("cost", ("cost_price",), amount_text, amount("cost")),
        Column("supplier", ("default_supplier_id",), text, reference("supplier")),
    ),
    composed=False,
)
#: What a BOM costs follows from its parts.
LOTS = Register(
    Kind.PRODUCT, "/lots", (*_ITEM, Column("cost", ("cost_price",), amount_text, None)), composed=True
)  # fmt: skip
EMPLOYEES = Register(
    Kind.EMPLOYEE,
    "/employees",
    (
        Column("number", ("number",), text, whole("not_in_app", "number")),
        Column("email", ("contact_email",)),
        Column("mobile", ("contact_phone",)),
        Column("language", ("locale", "language"), None),
    ),
)

#: A product lives in one of two registers; both share their numbers.
REGISTERS: dict[Kind, tuple[Register, ...]] = {
    Kind.CUSTOMER: (CUSTOMERS,),
    Kind.SUPPLIER: (SUPPLIERS,),
    Kind.PRODUCT: (PRODUCTS, LOTS),
    Kind.EMPLOYEE: (EMPLOYEES,),
}

#: The object that a customer's goods go to: our field -> its part.
DELIVERY_KEY = "delivery_address"
DELIVERY = {
    "delivery_name": "name",
    "delivery_line1": "street",
    "delivery_line2": "street2",
    "delivery_postal_code": "zipcode",
    "delivery_city": "city",
    "delivery_country": "country",
}
#: An employee's first and last name stand in one.
NAME_KEY = "name"
#: A product's unit, known by its name to people.
UNIT_KEY = "unit_id"
TERMS_KEY = "payment_terms_id"
