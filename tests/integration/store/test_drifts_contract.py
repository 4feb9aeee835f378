from datetime import datetime, timedelta

from samspill.model.drift import Drift
from samspill.model.kinds import Kind
from samspill.sync.ports import Stores


def test_nothing_was_compared_yet(stores: Stores) -> None:
    assert stores.drifts.all() == []


def test_the_last_comparison_of_each_kind_is_kept(stores: Stores, now: datetime) -> None:
    stores.drifts.put(Drift(kind=Kind.PROJECT, tripletex=3, unequal=1, at=now, oldest_difference_at=now))
    customers = Drift(kind=Kind.CUSTOMER, complete=False, at=now)
    stores.drifts.put(customers)
    projects = Drift(kind=Kind.PROJECT, tripletex=4, at=now + timedelta(days=1))
    stores.drifts.put(projects)
    assert stores.drifts.all() == [customers, projects]
