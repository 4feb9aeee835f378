"""An account in which every recorded request makes sense: the rows it names exist, with the ids it names."""

from __future__ import annotations

from typing import Any

from sandbox.tripletex.company import Company
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.people_filters import ENTITLED, entitle
from sandbox.tripletex.rows import Row
from sandbox.tripletex.world import TripletexWorld

MANAGER, BANK, SALES = 11966637, 291297300, 291297587
CUSTOMER, OTHER_CUSTOMER = 93640703, 93640704
PRODUCT, ORDER, OTHER_ORDER, LINE = 69781078, 210311950, 210311951, 973759384
INVOICE, VOUCHER = 1945373645, 444017858

_CUSTOMER = {"isCustomer": True, "postalAddress": 1, "physicalAddress": 2}
_SUPPLIER = {"isSupplier": True, "postalAddress": 3, "physicalAddress": 4}
_CONTACT = {"firstName": "Kim", "lastName": "Lie", "customer": CUSTOMER}
_ORDER = {"customer": CUSTOMER, "orderDate": "2026-01-01", "deliveryDate": "2026-01-15"}
_CHARGED = {"customer": CUSTOMER, "invoiceDate": "2026-07-28", "invoiceDueDate": "2026-08-28", "isCharged": True}
_POSTING = {"voucher": VOUCHER, "account": BANK, "date": "2026-07-28"}

# (schema, id, version, values)
ROWS: tuple[tuple[str, int, int, dict[str, Any]], ...] = (
    ("Employee", MANAGER, 1, {"firstName": "N", "lastName": "T", "employments": (2104888,), "department": 553503}),
    ("Employment", 2104888, 0, {"employee": MANAGER, "startDate": "2026-01-01"}),
    ("Department", 553503, 0, {"name": "Avdeling"}),
    ("Customer", CUSTOMER, 2, {"name": "A", "customerNumber": 10001, **_CUSTOMER}),
    ("Customer", OTHER_CUSTOMER, 1, {"name": "B", "customerNumber": 10002, **_CUSTOMER}),
    ("Customer", 93640856, 1, {"name": "C", "customerNumber": 10003, **_CUSTOMER}),
    ("Supplier", 93640852, 2, {"name": "Test Supplier Updated", "supplierNumber": 20005, **_SUPPLIER}),
    ("Supplier", 93640707, 1, {"name": "E", "supplierNumber": 20006, **_SUPPLIER}),
    ("Contact", 11966644, 0, _CONTACT),
    ("Contact", 11966645, 0, _CONTACT),
    ("Contact", 11966651, 0, _CONTACT),
    ("Product", PRODUCT, 1, {"name": "P"}),
    ("Product", 69781082, 1, {"name": "Q"}),
    (
        "Project",
        210311965,
        0,
        {
            "name": "T",
            "number": "1",
            "startDate": "2026-07-28",
            "projectManager": MANAGER,
            "participants": (11833026,),
            "projectHourlyRates": (8009212,),
        },
    ),
    ("Order", ORDER, 1, {**_ORDER, "number": "3", "orderLines": (LINE,), "preliminaryInvoice": INVOICE}),
    ("Order", OTHER_ORDER, 1, {**_ORDER, "number": "4"}),
    ("Order", 210311982, 1, {**_ORDER, "number": "5"}),
    ("OrderLine", LINE, 1, {"order": ORDER, "product": PRODUCT, "count": 1}),
    ("Invoice", INVOICE, 2, {"customer": CUSTOMER, "orders": (ORDER,), "orderLines": (LINE,)}),
    ("Invoice", 1945373710, 3, {**_CHARGED, "invoiceNumber": 1, "orders": (ORDER,), "voucher": VOUCHER}),
    (
        "Voucher",
        VOUCHER,
        5,
        {"date": "2026-07-28", "number": 1, "year": 2026, "description": "V", "postings": (2903347565, 2903347566)},
    ),
    ("Posting", 2903347565, 1, {**_POSTING, "row": 1}),
    ("Posting", 2903347566, 1, {**_POSTING, "row": 2}),
    ("Account", BANK, 0, {"number": 1925, "name": "Bank"}),
    ("Account", SALES, 0, {"number": 6801, "name": "Rekvisita"}),
)


def set_the_stage(world: TripletexWorld) -> Company:
    """Open an account and fill it."""
    company = world.create_company(NewCompany(switches={"rate_limit": 1000, "session_creation_seconds": 0}))
    for schema, row_id, version, values in ROWS:
        company.table(schema).put(Row(row_id, version, dict(values)))
    manager = company.row("Employee", MANAGER)
    if manager is None:
        raise LookupError(ENTITLED)
    entitle(company, manager, True)
    return company
