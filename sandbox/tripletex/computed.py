"""Read-only fields that Tripletex makes of others: display names, counts, names of related rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.tripletex.amounts import exact, to_ore, wire
from sandbox.tripletex.company import Company
from sandbox.tripletex.order_lines import terms_of
from sandbox.tripletex.order_totals import OUTSTANDING, OUTSTANDING_CURRENCY, shown_amount
from sandbox.tripletex.periods import entries_in, is_locked
from sandbox.tripletex.rows import Row

Compute = Callable[[Company, Row], Any]


def person_name(row: Row | None) -> str:
    """First and last name."""
    return " ".join(filter(None, (row.get("firstName"), row.get("lastName")))) if row else ""


def _party_name(number: str) -> Compute:
    return lambda _company, row: f"{row.get('name', '')} ({row.get(number, 0)})"


def _text(field: str) -> Compute:
    return lambda _company, row: row.get(field, "")


def _number_and_name(_company: Company, row: Row) -> str:
    return f"{row.get('number', '')} {row.get('name', '')}".strip()


def _customer_name(company: Company, row: Row) -> str:
    customer = company.row("Customer", row.get("customer"))
    return customer.get("name", "") if customer else ""


def _manager(company: Company, row: Row) -> str:
    manager = company.row("Employee", row.get("projectManager"))
    number = manager.get("employeeNumber", "") if manager else ""
    return f"{person_name(manager)} ({number})" if number else person_name(manager)


def _order_manager(company: Company, row: Row) -> str:
    project = company.row("Project", row.get("project"))
    return _manager(company, project) if project else ""


def _sub_projects(company: Company, row: Row) -> int:
    return len(list(company.table("Project").having("mainProject", row.id)))


def _level(company: Company, row: Row) -> int:
    level, seen = 0, {row.id}
    parent = company.row("Project", row.get("mainProject"))
    while parent is not None and parent.id not in seen:
        level += 1
        seen.add(parent.id)
        parent = company.row("Project", parent.get("mainProject"))
    return level


def _hierarchy(company: Company, row: Row) -> str:
    parent = company.row("Project", row.get("mainProject"))
    name = _number_and_name(company, row)
    return f"{_number_and_name(company, parent)} / {name}" if parent else name


def _line_name(company: Company, row: Row) -> str:
    product = company.row("Product", row.get("product"))
    return (product.get("name", "") if product else "") or row.get("description", "")


def _chargeable(company: Company, row: Row) -> bool:
    activity = company.row("Activity", row.get("activity"))
    return bool(row.get("project") and activity and activity.get("isChargeable"))


def _chargeable_hours(company: Company, row: Row) -> float:
    chargeable = _chargeable(company, row)
    return row.get("projectChargeableHours") or row.get("hours", 0) if chargeable else 0


def _address(_company: Company, row: Row) -> str:
    place = " ".join(filter(None, (row.get("postalCode"), row.get("city"))))
    return ", ".join(filter(None, (row.get("addressLine1"), row.get("addressLine2"), place)))


def _invoice_amount(name: str) -> Compute:
    return lambda company, row: shown_amount(company, row, name)


_INVOICE_AMOUNTS = (
    *(f"amount{kind}{unit}" for kind in ("", "ExcludingVat", "Roundoff") for unit in ("", "Currency")),
    *OUTSTANDING,
    *OUTSTANDING_CURRENCY,
)

COMPUTED: dict[str, dict[str, Compute]] = {
    "Customer": {"displayName": _party_name("customerNumber")},
    "Supplier": {"displayName": _party_name("supplierNumber")},
    "Contact": {"displayName": lambda _company, row: person_name(row)},
    "Employee": {
        "displayName": lambda _company, row: person_name(row),
        "companyId": lambda company, _row: company.id,
        "internationalId": lambda _company, row: row.get("internationalId", {}),
        # The type is written and never read back.
        "userType": lambda _company, _row: None,
    },
    "Department": {"displayName": lambda _company, row: _department_name(row)},
    "Activity": {"displayName": _number_and_name},
    "Product": {"displayName": _number_and_name, "displayNumber": _text("number")},
    "Project": {
        "displayName": _number_and_name,
        "numberOfSubProjects": _sub_projects,
        "numberOfProjectParticipants": lambda _company, row: len(row.get("participants", ())),
        "hierarchyNameAndNumber": _hierarchy,
        "customerName": _customer_name,
        "hierarchyLevel": _level,
        "projectManagerNameAndNumber": _manager,
    },
    "Order": {
        "displayName": lambda _company, row: f"{row.get('number', '')} Ordre",
        "customerName": _customer_name,
        "projectManagerNameAndNumber": _order_manager,
    },
    "OrderLine": {
        "displayName": _line_name,
        "amountExcludingVatCurrency": lambda company, row: wire(terms_of(company, row).net),
        "amountIncludingVatCurrency": lambda company, row: wire(terms_of(company, row).gross),
        "originalOrderedQuantity": lambda _company, row: row.get("count", 0),
    },
    "Invoice": {name: _invoice_amount(name) for name in _INVOICE_AMOUNTS},
    "PurchaseOrderline": {
        "amountExcludingVatCurrency": lambda _company, row: _purchase_amount(row, "unitPriceExcludingVatCurrency"),
        "amountIncludingVatCurrency": lambda _company, row: _purchase_amount(row, "unitPriceIncVatCurrency"),
    },
    "TimesheetEntry": {
        "locked": is_locked,
        "chargeable": _chargeable,
        "chargeableHours": _chargeable_hours,
    },
    "Week": {"timesheetEntries": entries_in},
    "MonthlyStatus": {"timesheetEntries": entries_in},
    "Address": {
        "displayName": _address,
        "addressAsString": _address,
        "displayNameInklMatrikkel": _address,
    },
    "Account": {
        "numberPretty": lambda _company, row: str(row.get("number", "")),
        "type": lambda _company, row: _account_type(row.get("number", 0)),
    },
    "Voucher": {
        "numberAsString": lambda _company, row: f"{row.get('number', 0)}-{row.get('year', 0)}",
    },
}


def _account_type(number: int) -> str:
    """By the first digits of the Norwegian standard chart of accounts."""
    if 2000 <= number < 2100:
        return "EQUITY"
    return {1: "ASSETS", 2: "LIABILITIES", 3: "OPERATING_REVENUES"}.get(number // 1000, "OPERATING_EXPENSES")


def _department_name(row: Row) -> str:
    return " ".join(filter(None, (row.get("departmentNumber"), row.get("name"))))


def _purchase_amount(row: Row, price: str) -> float | int:
    share = 1 - exact(row.get("discount")) / 100
    return wire(to_ore(exact(row.get("count")) * exact(row.get(price)) * share))
