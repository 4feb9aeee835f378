"""Customers and suppliers (reference 4a to 4c)."""

from __future__ import annotations

from sandbox.rackbeat.kinds.holds import Amount, Flag, OneOf, Part, Ref, Text
from sandbox.rackbeat.kinds.kind import Field, Kind

#: The four zones of VAT; CSV files number them from 1.
VAT_ZONES = ("domestic", "eu", "abroad", "domestic_exempt")

ADDRESS_LINES = tuple(
    Field(f"address_{part}", Text(255)) for part in ("street", "street2", "city", "zipcode", "country")
)
ADDRESS = Part(
    {part: Text() for part in ("name", "street", "street2", "city", "zipcode", "country", "email", "phone")}
)

_PARTY = (
    Field("name", Text(255, 80), "always"),
    Field("company_vat", Text(40)),
    *ADDRESS_LINES,
    Field("contact_email", Text(80)),
    Field("contact_phone", Text(80)),
    Field("locale", Text(2), "import"),
    Field("currency", Ref("currency")),
    Field("vat_zone", OneOf(VAT_ZONES), "import", default="domestic"),
    Field("payment_terms_id", Ref("payment_term", "payment_terms"), "always"),
    Field("layout_id", Ref("layout", "layout"), "import"),
    Field("employee_id", Ref("employee", "employee")),
    Field("is_barred", Flag(), default=False),
)
_FILTERS = frozenset(("number", "name", "is_barred", "contact_email", "company_vat"))

CUSTOMER = Kind(
    "customer",
    "customers",
    (
        *_PARTY,
        Field("customer_group_id", Ref("customer_group", "customer_group"), "group"),
        Field("ean", Text(13)),
        Field("our_reference", Text(80)),
        Field("their_reference", Text(80)),
        Field("attention", Text(80)),
        Field("max_credit", Amount()),
        Field("general_discount_percentage", Amount(100), default=0),
        Field("billing_address", ADDRESS),
        Field("delivery_address", ADDRESS),
    ),
    scope="sales",
    filters=_FILTERS | {"ean"},
    ranges={"customer": "number", "customer_group": "customer_group_id.number", "employee": "employee_id.number"},
    simple=frozenset(("number", "name", "ean", "contact_email", "company_vat")),
    events="customer",
)
SUPPLIER = Kind(
    "supplier",
    "suppliers",
    (*_PARTY, Field("supplier_group_id", Ref("supplier_group", "supplier_group"), "group")),
    scope="purchase",
    filters=_FILTERS,
    ranges={"group": "supplier_group_id.number", "employee": "employee_id.number"},
    simple=frozenset(("number", "name", "contact_email", "company_vat")),
    events="supplier",
)

KINDS = (CUSTOMER, SUPPLIER)
