"""Which kinds share a worker."""

from samspill.model.changes import RecordKey
from samspill.model.kinds import GROUPS, Kind, Side


def test_a_customer_that_is_a_supplier_too_is_in_one_workers_hands() -> None:
    """Seen to fail with customers and suppliers in groups of their own."""
    row = {kind: RecordKey(kind=kind, side=Side.TRIPLETEX, id="5") for kind in (Kind.CUSTOMER, Kind.SUPPLIER)}
    assert row[Kind.CUSTOMER].group == row[Kind.SUPPLIER].group


def test_other_kinds_wait_for_nobody_elses_worker() -> None:
    assert len(set(GROUPS.values())) == len(Kind) - 1
