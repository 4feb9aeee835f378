"""The screens of Rackbeat."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.pages.screen import DELETE, Act, Column, Holds, Input, Screen

_ZONES = (("domestic", "Domestic"), ("eu", "EU"), ("abroad", "Abroad"), ("domestic_exempt", "Domestic, exempt"))
#: Lines that a form for a new document offers.
_LINES = 3


def _party(group: str) -> tuple[Input, ...]:
    return (
        Input("number", "Number", hint="Left empty, Rackbeat gives the next one."),
        Input("name", "Name"),
        Input("company_vat", "Organisation number"),
        Input("contact_email", "E-mail"),
        Input("contact_phone", "Phone"),
        Input(f"{group}_id", "Group", Holds.RECORD, of=f"{group}s".replace("_", "-")),
        Input("payment_terms_id", "Payment terms", Holds.RECORD, of="payment-terms"),
        Input("vat_zone", "VAT zone", Holds.CHOICE, choices=_ZONES, first="domestic"),
        Input("is_barred", "Barred (cannot be used)", Holds.FLAG),
        Input("address_street", "Street", group="Address"),
        Input("address_zipcode", "Postal code", group="Address"),
        Input("address_city", "City", group="Address"),
        Input("address_country", "Country", group="Address"),
    )


def _parties(key: str, one: str) -> Screen:
    return Screen(
        key, one, key.capitalize(), one,
        (
            Column("name", "Name"), Column("number", "Number"), Column("company_vat", "Organisation number"),
            Column("contact_email", "E-mail"), Column(f"{one}_group_id", "Group", of=f"{one}-groups"),
            Column("is_barred", "Barred"),
        ),
        _party(f"{one}_group"),
        acts=(DELETE,),
    )  # fmt: skip


def _lines(price: str) -> tuple[Input, ...]:
    return tuple(
        each
        for place in range(_LINES)
        for each in (
            Input(f"lines.{place}.item_id", "Product", Holds.RECORD, of="products", group=f"Line {place + 1}"),
            Input(f"lines.{place}.quantity", "Quantity", Holds.NUMBER, group=f"Line {place + 1}"),
            Input(f"lines.{place}.line_price", price, Holds.NUMBER, group=f"Line {place + 1}"),
        )
    )


_PARTS = (
    Column("item_id", "Product", of="products"), Column("name", "Text"),
    Column("quantity", "Quantity", holds=Holds.NUMBER), Column("line_price", "Price", holds=Holds.NUMBER),
    Column("discount_percentage", "Discount %", holds=Holds.NUMBER),
    Column("vat_percentage", "VAT %", holds=Holds.NUMBER),
    Column("line_total", "Sum", holds=Holds.NUMBER),
)  # fmt: skip
_BOOK = Act("book", "Book", when="is_booked", being=False)

CUSTOMERS, SUPPLIERS = _parties("customers", "customer"), _parties("suppliers", "supplier")
PRODUCTS = Screen(
    "products", "product", "Products", "product",
    (
        Column("name", "Name"), Column("number", "Number"), Column("group_id", "Group", of="product-groups"),
        Column("sales_price", "Price", holds=Holds.NUMBER), Column("stock_quantity", "In stock", holds=Holds.NUMBER),
        Column("is_barred", "Barred"),
    ),
    (
        Input("number", "Number"),
        Input("name", "Name"),
        Input("group_id", "Group", Holds.RECORD, of="product-groups"),
        Input("unit_id", "Unit", Holds.RECORD, of="units"),
        Input("sales_price", "Price without VAT", Holds.NUMBER),
        Input("cost_price", "Cost", Holds.NUMBER),
        Input("description", "Description", Holds.LONG),
        Input("is_barred", "Barred (cannot be used)", Holds.FLAG),
    ),
    acts=(DELETE,),
)  # fmt: skip
INVOICES = Screen(
    "invoices", "customer_invoice", "Invoices", "invoice",
    (
        Column("number", "Number"), Column("customer_id", "Customer", of="customers"), Column("type", "Type"),
        Column("invoice_date", "Date"), Column("total_subtotal", "Without VAT", holds=Holds.NUMBER),
        Column("total_total", "Total", holds=Holds.NUMBER), Column("is_booked", "Booked"),
    ),
    (Input("customer_id", "Customer", Holds.RECORD, of="customers"), *_lines("Price without VAT")),
    (),
    acts=(
        _BOOK,
        Act("credit", "Make a credit note", when="is_booked", being=True),
        Act("delete", "Delete", when="is_booked", being=False, grave=True),
    ),
    parts=("lines", _PARTS),
    about="A draft is nobody's business; a booked invoice goes to Tripletex.",
)  # fmt: skip
PURCHASE_ORDERS = Screen(
    "purchase-orders", "purchase_order", "Purchase orders", "purchase order",
    (
        Column("number", "Number"), Column("supplier_id", "Supplier", of="suppliers"),
        Column("total_subtotal", "Without VAT", holds=Holds.NUMBER), Column("is_booked", "Booked"),
        Column("is_received", "Received"),
    ),
    (Input("supplier_id", "Supplier", Holds.RECORD, of="suppliers"), *_lines("Cost without VAT")),
    (),
    acts=(_BOOK, Act("delete", "Delete", when="is_booked", being=False, grave=True)),
    parts=("lines", _PARTS),
)  # fmt: skip
EMPLOYEES = Screen(
    "employees", "employee", "Employees", "employee",
    (Column("name", "Name"), Column("number", "Number"), Column("contact_email", "E-mail")),
)  # fmt: skip


def _set_up(key: str, kind: str, title: str, one: str, *more: Column, make: tuple[Input, ...] = ()) -> Screen:
    """What a company sets up once."""
    return Screen(key, kind, title, one, (Column("name", "Name"), Column("number", "Number"), *more), make, ())


_NAME = Input("name", "Name")
SET_UP = (
    _set_up("customer-groups", "customer_group", "Customer groups", "customer group", make=(_NAME,)),
    _set_up("supplier-groups", "supplier_group", "Supplier groups", "supplier group", make=(_NAME,)),
    _set_up(
        "product-groups", "product_group", "Product groups", "product group", Column("has_inventory", "Keeps stock"),
        make=(
            _NAME, Input("has_inventory", "Keeps stock", Holds.FLAG, first=True),
            Input("vat_domestic", "VAT % on domestic sales", Holds.NUMBER, first=25),
        ),
    ),
    _set_up("payment-terms", "payment_term", "Payment terms", "payment terms", Column("maturity_days", "Days")),
    _set_up("units", "unit", "Units", "unit", make=(_NAME,)),
)  # fmt: skip

SCREENS: Mapping[str, Screen] = {
    each.key: each
    for each in (CUSTOMERS, SUPPLIERS, PRODUCTS, INVOICES, PURCHASE_ORDERS, EMPLOYEES, *SET_UP)
}  # fmt: skip
