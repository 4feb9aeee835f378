"""Which kinds share a worker."""

from samspill.model.changes import RecordKey
from samspill.model.kinds import DOCUMENT_GROUPS, GROUPS, RECORDS, Kind, Side


def test_a_customer_that_is_a_supplier_too_is_in_one_workers_hands() -> None:
    """Seen to fail with customers and suppliers in groups of their own."""
    row = {kind: RecordKey(kind=kind, side=Side.TRIPLETEX, id="5") for kind in (Kind.CUSTOMER, Kind.SUPPLIER)}
    assert row[Kind.CUSTOMER].group == row[Kind.SUPPLIER].group


def test_a_credit_note_comes_after_its_invoice() -> None:
    assert len({GROUPS[kind] for kind in (Kind.INVOICE, Kind.CREDIT_NOTE, Kind.ORDER)}) == 1


def test_stock_is_in_the_hands_of_who_works_on_products() -> None:
    assert GROUPS[Kind.STOCK] == GROUPS[Kind.PRODUCT]


def test_other_kinds_wait_for_nobody_elses_worker() -> None:
    alone = [
        Kind.PRODUCT, Kind.PROJECT, Kind.EMPLOYEE, Kind.INVOICE, Kind.PURCHASE_ORDER, Kind.CUSTOMER, Kind.HOURS,
    ]  # fmt: skip
    assert len({GROUPS[kind] for kind in alone}) == len(alone) == len(set(GROUPS.values()))


def test_no_record_waits_behind_documents() -> None:
    assert not DOCUMENT_GROUPS & {GROUPS[kind] for kind in RECORDS}
