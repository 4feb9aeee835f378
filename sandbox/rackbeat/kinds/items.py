"""Products and services, BOMs, and what moves stock (reference 4d and 4j)."""

from __future__ import annotations

from sandbox.rackbeat.kinds.holds import Amount, Day, Flag, OneOf, Part, Ref, Text
from sandbox.rackbeat.kinds.kind import READ_ONLY, Field, Kind

_PHYSICAL = Part(
    {
        **{name: Amount() for name in ("weight", "height", "width", "depth")},
        **{name: Text(30) for name in ("weight_unit", "size_unit")},
    }
)
_ITEM = (
    Field("name", Text(255, 80), "always"),
    Field("description", Text(4000)),
    Field("barcode", Text(50)),
    Field("group_id", Ref("product_group", "group"), "always", also=("group",)),
    Field("unit_id", Ref("unit", "unit"), also=("unit",)),
    Field("is_barred", Flag(), default=False),
    Field("default_location_id", Ref("location", "default_location"), also=("default_location",)),
)
_FILTERS = frozenset(("number", "name", "is_barred", "barcode"))
_RANGES = {"item": "number", "item_group": "group_id.number", "group": "group_id.number"}
_SIMPLE = frozenset(("number", "name", "barcode"))

PRODUCT = Kind(
    "product",
    "products",
    (
        *_ITEM,
        Field("sales_price", Amount(), "always"),
        *(
            Field(name, Amount(), default=0)
            for name in (
                "recommended_sales_price", "cost_price", "recommended_cost_price", "cost_addition_percentage",
                "min_order", "min_sales", "min_stock",
            )
        ),
        Field("default_supplier_id", Ref("supplier"),),
        Field("physical", _PHYSICAL),
        Field("serial_numbers", Flag(), default=False),
        Field("batch_control", Flag(), default=False),
        Field("goods_code", Text(50)),
        Field("country_code", Text(2)),
    ),
    number=Text(25, 50),
    textual=True,
    number_needed=True,
    space="item",
    filters=_FILTERS,
    ranges=_RANGES,
    simple=_SIMPLE,
    events="product",
)  # fmt: skip
LOT = Kind(
    "lot",
    "lots",
    (*_ITEM, Field("sales_price", Amount(), default=0), Field("add_products_individually", Flag(), default=False)),
    number=Text(25, 50),
    textual=True,
    number_needed=True,
    space="item",
    filters=_FILTERS,
    ranges=_RANGES,
    simple=_SIMPLE,
    events="lot",
    has_lines=True,
)
#: Read-only, over products and lots.
ITEM = Kind(
    "item", "items", _ITEM, number=Text(), textual=True, filters=_FILTERS, ranges=_RANGES, simple=_SIMPLE,
    methods=READ_ONLY,
)  # fmt: skip
ADJUSTMENT = Kind(
    "inventory_adjustment",
    "inventory-adjustments",
    (
        Field("item_id", Ref("item", "item"), "always"),
        Field("adjustment_type", OneOf(("quantity",)), "always"),
        Field("quantity", Amount(), "always"),
        Field("location", Ref("location"), also=("location_id",)),
        Field("regulated_at", Day()),
        Field("reason", Text(255), "always"),
        Field("description", Text(500)),
        Field("is_booked", Flag(), default=False, writable=False),
    ),
    key_name="id",
    filters=frozenset(("is_booked",)),
    ranges={"item": "item_id.number"},
    simple=frozenset(("id", "reason")),
    methods=frozenset(("POST", "DELETE")),
)
MOVEMENT = Kind(
    "inventory_movement",
    "inventory-movements",
    (
        Field("item_id", Ref("item", "item"), "always"),
        Field("from_location_id", Ref("location"), "always"),
        Field("to_location_id", Ref("location"), "always"),
        Field("quantity", Amount(), "always"),
    ),
    key_name="id",
    simple=frozenset(("id",)),
    methods=READ_ONLY,
)

KINDS = (PRODUCT, LOT, ADJUSTMENT, MOVEMENT)
