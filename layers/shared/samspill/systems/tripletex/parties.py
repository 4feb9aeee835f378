"""Customers and suppliers, which are rows of one table, <-> our records."""

from typing import Any

from samspill.model import records
from samspill.model.due import Due, DueUnit
from samspill.model.records import Value, Values
from samspill.systems.columns import Column, negated, read_columns, text_or_empty, write_columns
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.conversions import (
    amount,
    amount_text,
    digits,
    identity,
    number_text,
    party_number,
    told,
    unheld,
)

_BOTH = (
    Column("name", "name", "name", write=text_or_empty),
    Column("organization_number", "organization_number", "organizationNumber", write=text_or_empty),
    Column("email", "email", "email", write=text_or_empty),
    Column("invoice_email", "invoice_email", "invoiceEmail", write=text_or_empty),
    Column("phone", "phone_number", "phoneNumber", write=text_or_empty),
    Column("active", "is_inactive", "isInactive", negated, negated),
    Column("currency", "currency", None, told("code")),
)
CUSTOMER = (
    Column(
        "number", "customer_number", "customerNumber", number_text,
        party_number("customer_number_not_numeric", "customerNumber"),
    ),
    *_BOTH,
    Column("also_supplier", "is_supplier", None),
    Column("send_method", "invoice_send_method", "invoiceSendMethod"),
    Column("gln", "global_location_number", "globalLocationNumber", number_text, digits("gln")),
    Column("discount", "discount_percentage", "discountPercentage", amount_text, amount("discount")),
)  # fmt: skip
SUPPLIER = (
    Column(
        "number", "supplier_number", "supplierNumber", number_text,
        party_number("supplier_number_not_numeric", "supplierNumber"),
    ),
    *_BOTH,
    Column("also_customer", "is_customer", None),
)  # fmt: skip
ADDRESS = (
    Column("address_line1", "address_line1", "addressLine1", write=text_or_empty),
    Column("address_line2", "address_line2", "addressLine2", write=text_or_empty),
    Column("postal_code", "postal_code", "postalCode", write=text_or_empty),
    Column("city", "city", "city", write=text_or_empty),
)
#: Fields of a party that stand in its postal address.
IN_ADDRESS = frozenset(column.name for column in ADDRESS) | {"country"}

DELIVERY = (
    Column("delivery_name", "name", "name", write=text_or_empty),
    Column("delivery_line1", "address_line1", "addressLine1", write=text_or_empty),
    Column("delivery_line2", "address_line2", "addressLine2", write=text_or_empty),
    Column("delivery_postal_code", "postal_code", "postalCode", write=text_or_empty),
    Column("delivery_city", "city", "city", write=text_or_empty),
    Column("delivery_country", "country", None, told("iso_alpha2_code")),
)
#: Fields of a customer that stand in its delivery address.
IN_DELIVERY = frozenset(column.name for column in DELIVERY)

#: Our words and Tripletex's.
DUE_UNITS = {
    DueUnit.DAYS: "DAYS",
    DueUnit.MONTHS: "MONTHS",
    DueUnit.DAY_OF_MONTH: "RECURRING_DAY_OF_MONTH",
}
_DUE_UNITS_READ = {theirs: ours for ours, theirs in DUE_UNITS.items()}


def customer(row: wire.Customer) -> records.Customer:
    """A customer; the address is unknown when Tripletex gave only its id."""
    values = {**read_columns(CUSTOMER, row), **_address_values(row), **_delivery_values(row), **_due_values(row)}
    return records.Customer.model_validate({**values, **identity(row)})


def supplier(row: wire.Supplier) -> records.Supplier:
    """A supplier; see `customer`."""
    values = {**read_columns(SUPPLIER, row), **_address_values(row)}
    return records.Supplier.model_validate({**values, **identity(row)})


def customer_body(values: Values) -> dict[str, Any]:
    """The body without addresses and currency. Raises DataRefused for what Tripletex cannot hold."""
    return {**write_columns(CUSTOMER, values), **_due_body(values)}


def supplier_body(values: Values) -> dict[str, Any]:
    """As `customer_body`."""
    return write_columns(SUPPLIER, values)


def address_body(values: Values, old: wire.Address | None, country_id: int | None) -> dict[str, Any]:
    """An address with its old parts kept, so that it does not matter whether Tripletex replaces or merges it;
    `country_id` is None when the country stays as it is."""
    kept = write_columns(ADDRESS, read_columns(ADDRESS, old)) if old else {}
    if old and old.country:
        kept["country"] = {"id": old.country.id}
    if country_id is not None:
        kept["country"] = {"id": country_id}
    own = {"id": old.id} if old and old.id is not None else {}
    return {**own, **kept, **write_columns(ADDRESS, values)}


def _address_values(row: wire.Party) -> Values:
    if "postal_address" not in row.model_fields_set:
        return {}
    address = row.postal_address
    if address is None:
        return dict.fromkeys(IN_ADDRESS, None)
    values = read_columns(ADDRESS, address)
    if "country" in address.model_fields_set:
        if address.country is None:
            values["country"] = None
        elif "iso_alpha2_code" in address.country.model_fields_set:
            values["country"] = address.country.iso_alpha2_code
    return values


def delivery_body(values: Values, country_id: int | None) -> dict[str, Any]:
    """Those parts of a delivery address that are given."""
    country = {} if country_id is None else {"country": {"id": country_id}}
    return {**write_columns(DELIVERY, values), **country}


def _delivery_values(row: wire.Customer) -> Values:
    if "delivery_address" not in row.model_fields_set:
        return {}
    if row.delivery_address is None:
        return dict.fromkeys(IN_DELIVERY, None)
    return read_columns(DELIVERY, row.delivery_address)


def _due_values(row: wire.Customer) -> Values:
    if not {"invoices_due_in", "invoices_due_in_type"} <= row.model_fields_set:
        return {}
    unit = _DUE_UNITS_READ.get(row.invoices_due_in_type or "")
    if row.invoices_due_in is None or unit is None:
        return {"payment_due": None}
    return {"payment_due": str(Due(row.invoices_due_in, unit))}


def _due_body(values: Values) -> dict[str, Any]:
    value: Value = values.get("payment_due")
    if not value:  # Tripletex always has one; none means that it stays
        return {}
    try:
        due = Due.parse(str(value))
    except ValueError:
        raise unheld("payment_due", value) from None
    return {"invoicesDueIn": due.count, "invoicesDueInType": DUE_UNITS[due.unit]}
