"""Products <-> our records.

One price is sent, the one without VAT; Tripletex computes the other (reference/tripletex.md 8.3). There is nothing in
Tripletex that tells what a composed product is made of: no field of a product and no endpoint.
"""

from typing import Any

from samspill.model import records
from samspill.model.records import Values
from samspill.systems.columns import Column, negated, read_columns, text_or_empty, write_columns
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.conversions import amount, amount_text, identity, ref, ref_id, told

PRODUCT = (
    Column("number", "number", "number", write=text_or_empty),
    Column("name", "name", "name", write=text_or_empty),
    Column("description", "description", "description", write=text_or_empty),
    Column("ean", "ean", "ean", write=text_or_empty),
    Column("price", "price_excluding_vat_currency", "priceExcludingVatCurrency", amount_text, amount("price")),
    Column("cost", "cost_excluding_vat_currency", "costExcludingVatCurrency", amount_text, amount("cost")),
    Column("currency", "currency", None, told("code")),
    Column("vat_code", "vat_type", None, told("number")),
    Column("unit", "product_unit", None, told("name")),
    Column("account", "account", None, told("number")),
    Column("supplier", "supplier", "supplier", ref_id, ref),
    Column("stock_item", "is_stock_item", "isStockItem"),
    Column("stock", "stock_of_goods", None, amount_text),
    Column("active", "is_inactive", "isInactive", negated, negated),
)


def product(row: wire.Product) -> records.Product:
    """A product; currency, VAT code, unit and account are unknown when Tripletex gave only their ids."""
    return records.Product.model_validate({**read_columns(PRODUCT, row), **identity(row)})


def product_body(values: Values) -> dict[str, Any]:
    """The body without what is written by id. Raises DataRefused for prices that are no numbers."""
    return write_columns(PRODUCT, values)
