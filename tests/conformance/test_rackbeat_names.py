"""Every name that the adapter gives a field of Rackbeat's stands in the last published models (API of 2018), but for
those that newer sources have. The file is not part of the repository."""

from __future__ import annotations

import pytest

from samspill.systems.rackbeat.mapping import (
    CUSTOMERS,
    DELIVERY_KEY,
    EMPLOYEES,
    LOTS,
    NAME_KEY,
    PRODUCTS,
    SUPPLIERS,
    TERMS_KEY,
    UNIT_KEY,
    Register,
)
from tests.conformance.peers import RACKBEAT_MODELS, named
from tests.conformance.test_rackbeat_models import models

#: Names that came after 2018, and who has them (reference 4a, 4d): the official SDK and clients seen at work.
NEWER = frozenset(
    (
        "is_barred", "vat_zone", "layout_id", "general_discount_percentage", "customer_group_id", "group_id",
        "description", "cost_price", "default_supplier_id", "inventory_enabled", "name", "currency", DELIVERY_KEY,
        "sales_price", "stock_quantity", "barcode",
    )
)  # fmt: skip
BESIDE = {CUSTOMERS.path: {TERMS_KEY}, PRODUCTS.path: {UNIT_KEY}, EMPLOYEES.path: {NAME_KEY}}
MODELS = {
    CUSTOMERS.path: ("Customer", "CustomerForm"),
    SUPPLIERS.path: ("Supplier", "SupplierForm"),
    PRODUCTS.path: ("Product", "ProductForm"),
    LOTS.path: ("Lot", "LotForm"),
    EMPLOYEES.path: ("Employee", "EmployeeForm"),
}


@pytest.mark.parametrize("register", [CUSTOMERS, SUPPLIERS, PRODUCTS, LOTS, EMPLOYEES], ids=lambda each: each.path)
def test_one_spelling_of_every_field_is_known_from_somewhere(register: Register) -> None:
    published = models(named(RACKBEAT_MODELS))
    known = NEWER.union(*(published[name] for name in MODELS[register.path]))
    spelled = [column.keys for column in register.columns if not column.shown_only]
    spelled += [(key,) for key in BESIDE.get(register.path, ())]
    assert [keys for keys in spelled if known.isdisjoint(keys)] == []
