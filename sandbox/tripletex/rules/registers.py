"""Department, activity, product, and the registers that are only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.register_rows import OUTGOING_VAT


def taken(draft: Draft, name: str) -> bool:
    """Whether another row of the table has this value."""
    value = draft.get(name)
    if not value or not draft.changes(name):
        return False
    table = draft.company.table(draft.kind.schema)
    return any(row.id != draft.row_id for row in table.having(name, value))


def _check_department(draft: Draft) -> Iterator[Complaint]:
    if taken(draft, "departmentNumber"):
        yield complaint("departmentNumber", "number_in_use")


DEPARTMENT = Kind(
    path="department",
    schema="Department",
    operations=operations("post", "put", "delete", "post_list", "put_list"),
    right="department",
    required={"name": ("fill", "rule")},
    check=_check_department,
)


def _check_activity_name(draft: Draft) -> Iterator[Complaint]:
    if taken(draft, "name"):
        yield complaint("name", "name_in_use")


def _check_activity(draft: Draft) -> Iterator[Complaint]:
    yield from _check_activity_name(draft)
    if draft.creating and draft.get("activityType") == "PROJECT_SPECIFIC_ACTIVITY":
        yield complaint("activityType", "activity_unusable")


def _mark_activity(draft: Draft) -> None:
    kind = draft.get("activityType")
    marks = {
        "isProjectActivity": kind.startswith("PROJECT_"),
        "isGeneral": kind in ("GENERAL_ACTIVITY", "PROJECT_GENERAL_ACTIVITY"),
        "isTask": kind == "TASK",
    }
    draft.values.update({name: True for name, marked in marks.items() if marked})


ACTIVITY = Kind(
    path="activity",
    schema="Activity",
    operations=operations("post", "post_list"),
    right="activity",
    required={"activityType": ("null", "field")},
    check=_check_activity,
    complete=_mark_activity,
)

# One that is made along with its link to a project; only so can it be of that project alone.
INLINE_ACTIVITY = replace(ACTIVITY, check=_check_activity_name)


def _named(draft: Draft) -> bool:
    name = draft.get("name").casefold()
    return any(
        row.id != draft.row_id and row.get("name", "").casefold() == name for row in draft.company.table("Product")
    )


def _sells_with(draft: Draft) -> bool:
    """Whether the VAT code is one for sales and, where the body names it, one that the account uses."""
    vat = draft.company.row("VatType", draft.get("vatType"))
    off = vat is not None and vat.get("number") in draft.company.switches.vat_codes_off
    return draft.get("vatType") in OUTGOING_VAT and not (off and "vatType" in draft.sent.names)


def _check_product(draft: Draft) -> Iterator[Complaint]:
    if taken(draft, "number"):
        yield complaint("number", "product_number_in_use", number=draft.get("number"))
    if draft.company.switches.product_names_unique and draft.changes("name") and _named(draft):
        yield complaint("name", "name_in_use")
    if draft.changes("vatType") and not _sells_with(draft):
        yield complaint("Internt felt (vatTypeId)", "bad_vat")


def _price_product(draft: Draft) -> None:
    """One price given, the other computed with the rate of the product's VAT code."""
    vat = draft.company.row("VatType", draft.get("vatType"))
    share = 1 + (vat.get("percentage", 0) if vat else 0) / 100
    net, gross = "priceExcludingVatCurrency", "priceIncludingVatCurrency"
    if net in draft.sent.values or ("vatType" in draft.sent.values and gross not in draft.sent.values):
        draft.values[gross] = round(draft.get(net) * share, 2)
    elif gross in draft.sent.values:
        draft.values[net] = round(draft.get(gross) / share, 2)
    for name in (net, gross):
        if draft.values.get(name) == 0:
            del draft.values[name]


PRODUCT = Kind(
    path="product",
    schema="Product",
    operations=operations("post", "put", "delete", "post_list", "put_list"),
    right="product",
    check=_check_product,
    complete=_price_product,
)

PRODUCT_UNIT = Kind(
    path="product/unit",
    schema="ProductUnit",
    operations=operations("post", "put", "delete", "post_list", "put_list"),
    right="product",
    required={"name": ("fill", "rule"), "nameEN": ("fill", "rule"), "commonCode": ("fill", "rule")},
)

COUNTRY = Kind(path="country", schema="Country", operations=operations(), right="register")
CURRENCY = Kind(path="currency", schema="Currency", operations=operations(), right="register")
PAYMENT_TYPE = Kind(path="invoice/paymentType", schema="PaymentType", operations=operations(), right="invoice")
VAT_TYPE = Kind(path="ledger/vatType", schema="VatType", operations=operations(), right="register")
ACCOUNT = Kind(path="ledger/account", schema="Account", operations=operations("post", "put"), right="account")
