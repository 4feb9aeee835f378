"""Customer, supplier and contact."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.rows import Row

NORWAY = 161
FIRST_CUSTOMER, FIRST_SUPPLIER = 10001, 20001
_NINE_DIGITS = re.compile(r"\d{9}")


def _check(draft: Draft) -> Iterable[Complaint]:
    number = draft.get("organizationNumber")
    if number and draft.changes("organizationNumber") and _norwegian(draft) and not _NINE_DIGITS.fullmatch(number):
        yield complaint("organizationNumber", "organization_number")
    for name, key in (
        ("customerNumber", "customer_number_in_use"),
        ("supplierNumber", "supplier_number_in_use"),
    ):
        if draft.get(name) and draft.changes(name):
            holders = draft.company.table("Customer").having(name, draft.get(name))
            if any(row.id != draft.row_id for row in holders):
                yield complaint(name, key)


def _check_customer(draft: Draft) -> Iterable[Complaint]:
    yield from _check(draft)
    if _send_method(draft) != "EHF" or not (
        draft.changes("invoiceSendMethod") or draft.changes("organizationNumber")
    ):
        return
    if draft.get("organizationNumber") not in draft.company.switches.ehf_receivers:
        yield complaint(None, "no_ehf_receiver")
    if draft.creating and "postalAddress" not in draft.sent.parts:
        yield complaint("postalAddress", "fill")


def _send_method(draft: Draft) -> str:
    """What was sent or is stored; a new company gets the account's own default where nothing was sent."""
    by_default = (
        draft.creating and "invoiceSendMethod" not in draft.sent.names and not draft.get("isPrivateIndividual")
    )
    return str(draft.company.switches.default_send_method if by_default else draft.get("invoiceSendMethod"))


def _norwegian(draft: Draft) -> bool:
    """The country comes from the physical address; Norway where none is given."""
    for part in draft.sent.parts.get("physicalAddress", ()):
        if "country" in part.values:
            return part.values["country"] in (None, NORWAY)
    address = draft.company.row("Address", draft.values.get("physicalAddress"))
    return address is None or address.get("country", NORWAY) == NORWAY


def _number(draft: Draft) -> None:
    """Give a number in each role that has none."""
    series = (
        ("isCustomer", "customerNumber", FIRST_CUSTOMER, "Customer"),
        ("isSupplier", "supplierNumber", FIRST_SUPPLIER, "Supplier"),
    )
    for role, name, first, schema in series:
        if draft.values.get(name):
            draft.company.note_number(schema, name, draft.values[name])
        elif draft.values.get(role):
            draft.values[name] = draft.company.next_number(schema, name, first)
    draft.values.setdefault("ledgerAccount", _ledger_account(draft.company, draft.kind.schema))
    if draft.values["ledgerAccount"] is None:
        del draft.values["ledgerAccount"]


def _ledger_account(company: Company, schema: str) -> int | None:
    wanted = {"Customer": "CUSTOMER", "Supplier": "VENDOR"}[schema]
    return next((row.id for row in company.table("Account") if row.get("ledgerType") == wanted), None)


def _customer(draft: Draft) -> None:
    if draft.creating:
        draft.values["isCustomer"] = True
        if _send_method(draft) != "EMAIL":
            draft.values["invoiceSendMethod"] = _send_method(draft)
    elif draft.company.switches.customer_put_drops_customer and draft.values.get("isSupplier"):
        draft.values.pop("isCustomer", None)
    _number(draft)


def _supplier(draft: Draft) -> None:
    if draft.creating:
        draft.values["isSupplier"] = True
    elif draft.company.switches.supplier_put_drops_supplier and draft.values.get("isCustomer"):
        draft.values.pop("isSupplier", None)
    _number(draft)


def _has(company: Company, schema: str, name: str, row: Row) -> bool:
    return bool(list(company.table(schema).having(name, row.id)))


def _customer_in_use(company: Company, row: Row) -> list[str]:
    registered = (
        ("projects_registered", "Project", "customer"),
        ("orders_registered", "Order", "customer"),
        ("invoices_registered", "Invoice", "customer"),
        ("postings_on_customer", "Posting", "customer"),
    )
    return [key for key, schema, name in registered if _has(company, schema, name, row)]


def _supplier_in_use(company: Company, row: Row) -> list[str]:
    registered = (("orders_registered", "PurchaseOrder"), ("postings_on_supplier", "Posting"))
    return [key for key, schema in registered if _has(company, schema, "supplier", row)]


CUSTOMER = Kind(
    path="customer",
    schema="Customer",
    operations=operations("post", "put", "delete", "post_list", "put_list"),
    right="customer",
    required={"name": ("fill", "rule")},
    check=_check_customer,
    complete=_customer,
    in_use=_customer_in_use,
    member=lambda row: bool(row.get("isCustomer")),
    born_with=("postalAddress", "physicalAddress"),
    first_version=1,
)

SUPPLIER = Kind(
    path="supplier",
    schema="Supplier",
    operations=operations("post", "put", "delete", "post_list", "put_list"),
    right="supplier",
    required={"name": ("fill", "rule")},
    check=_check,
    complete=_supplier,
    in_use=_supplier_in_use,
    member=lambda row: bool(row.get("isSupplier")),
    born_with=("postalAddress", "physicalAddress"),
    first_version=1,
)

# They come into being with a customer or an order and cannot be deleted; nothing is told about them.
DELIVERY_ADDRESS = Kind(
    path="deliveryAddress",
    schema="DeliveryAddress",
    operations=operations("put"),
    right="customer",
)

CONTACT = Kind(
    path="contact",
    schema="Contact",
    operations=operations("post", "put", "post_list", "delete_list"),
    right="contact",
)
