"""What a company sets up once: groups, terms, units, people, places (reference 4e and 4f)."""

from __future__ import annotations

from sandbox.rackbeat.kinds.holds import Amount, Flag, Ref, TermType, Text, Whole
from sandbox.rackbeat.kinds.kind import Field, Kind

_NAME = Field("name", Text(80), "always")
_PERCENT = Amount(100)

CUSTOMER_GROUP = Kind("customer_group", "customer-groups", (_NAME,), scope="sales")
SUPPLIER_GROUP = Kind("supplier_group", "supplier-groups", (_NAME,), scope="purchase")
PRODUCT_GROUP = Kind(
    "product_group",
    "product-groups",
    (
        _NAME,
        Field("has_inventory", Flag(), "always"),
        Field("should_spread_cost", Flag(), default=False),
        Field("is_sellable", Flag(), default=True),
        Field("is_draft", Flag(), default=False, writable=False),
        # Percentages: VAT is product group × zone of the customer (hd/ht-00061).
        *(Field(f"vat_{zone}", _PERCENT, default=0) for zone in ("domestic", "eu", "abroad", "domestic_exempt")),
    ),
    events="product_group",
)
PAYMENT_TERM = Kind(
    "payment_term",
    "payment-terms",
    (
        Field("name", Text(50), "always"),
        Field("type", TermType(), "always"),
        Field("maturity_days", Whole(4), "always"),
        Field("description", Text()),
    ),
    events="payment_terms",
)
UNIT = Kind("unit", "units", (_NAME,))
EMPLOYEE = Kind(
    "employee",
    "employees",
    (
        Field("name", Text(255, 80), "always"),
        Field("initials", Text(10)),
        Field("contact_phone", Text(20)),
        Field("contact_email", Text(255)),
        Field("locale", Text(2)),
        Field("job_title", Text(50)),
        Field("should_notify", Flag(), default=False),
        Field("default_location_id", Ref("location", "default_location"), also=("default_location",)),
    ),
    scope="settings",
    events="employee",
    ranges={"employee": "number"},
    simple=frozenset(("number", "name", "contact_email")),
)
LOCATION = Kind(
    "location",
    "locations",
    (_NAME, Field("is_default", Flag(), default=False), Field("parent_id", Ref("location"))),
)
LAYOUT = Kind("layout", "layouts", (_NAME,))
DELIVERY_TERM = Kind("delivery_term", "delivery-terms", (_NAME,), events="delivery_terms")
LANGUAGE = Kind("language", "languages", (Field("name", Text(30), "always"), Field("locale", Text(2), "always")))
CURRENCY = Kind(
    "currency",
    "currencies",
    (Field("rate", Amount(10**6), "always"), Field("is_custom", Flag(), default=False, writable=False)),
    number=Text(3),
    textual=True,
    key_name="code",
    methods=frozenset(("PUT",)),
    simple=frozenset(("code",)),
)
PROJECT = Kind("project", "projects", (Field("name", Text(255), "always"),), filters=frozenset(("name",)))
SETTING = Kind(
    "setting",
    "settings",
    (Field("value", Text(1000)), Field("type", Whole(), default=0, writable=False)),
    scope="settings",
    number=Text(),
    textual=True,
    key_name="identifier",
    methods=frozenset(("PUT",)),
    paged=False,
)

KINDS = (
    CUSTOMER_GROUP, SUPPLIER_GROUP, PRODUCT_GROUP, PAYMENT_TERM, UNIT, LOCATION, EMPLOYEE, LAYOUT, DELIVERY_TERM,
    LANGUAGE, CURRENCY, PROJECT, SETTING,
)  # fmt: skip
