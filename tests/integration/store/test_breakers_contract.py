from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from samspill.exceptions import RevisionConflict
from samspill.model.breakers import MOST, Breaker, Harm
from samspill.model.changes import Change, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link, LinkState
from samspill.sync.breaker import over_limit, waits_for
from samspill.sync.case import Case
from samspill.sync.desk import Desk
from samspill.sync.ports import Stores
from samspill.sync.settle import Settlement
from tests.fakes.company import SmallCompany

C = Kind.CUSTOMER


def test_a_kind_of_which_nothing_was_counted_has_a_new_breaker(stores: Stores) -> None:
    assert stores.breakers.get(C) == Breaker(kind=C)
    assert stores.breakers.all() == []


def test_a_saved_breaker_is_found_by_its_kind(stores: Stores, now: datetime) -> None:
    saved = stores.breakers.save(Breaker(kind=C).counted(Harm.DELETED, ["1", "2"], now).opened(now, ()))
    other = stores.breakers.save(Breaker(kind=Kind.PROJECT))
    assert stores.breakers.get(C) == saved
    assert sorted(stores.breakers.all(), key=lambda each: each.kind) == [saved, other]


def test_who_read_a_breaker_that_was_saved_since_may_not_save_it(stores: Stores, now: datetime) -> None:
    read = stores.breakers.get(C)
    stores.breakers.save(read)
    with pytest.raises(RevisionConflict):
        stores.breakers.save(read.counted(Harm.DELETED, ["1"], now))


def test_a_dropped_breaker_is_forgotten(stores: Stores, now: datetime) -> None:
    stores.breakers.save(Breaker(kind=C).opened(now, ()))
    stores.breakers.drop(C)
    assert not stores.breakers.get(C).is_open


def test_breakers_are_not_mixed_with_fates_and_decisions(stores: Stores) -> None:
    stores.breakers.save(Breaker(kind=C))
    assert stores.journal.search() == ([], None)
    assert stores.decisions.all() == []


def test_the_fullest_breaker_there_can_be_is_stored(stores: Stores, now: datetime) -> None:
    full = Breaker(kind=C).counted(Harm.OVERWRITTEN, [str(number) for number in range(MOST)], now)
    stores.breakers.save(full)
    assert stores.breakers.get(C).total(now) == MOST


def test_waiting_items_are_counted_by_what_they_wait_for(stores: Stores, now: datetime) -> None:
    for number, wanted in enumerate((C, C, Kind.SUPPLIER)):
        key = RecordKey(kind=wanted, side=Side.APP, id=str(number))
        stores.inbox.put(key, due_at=now)
        change = Change(key=key, due_at=now, first_at=now)
        stores.inbox.park(change, waits_for(wanted), now + timedelta(days=1))
    assert stores.inbox.waiting(waits_for(C)) == 2


def test_live_links_of_a_kind_are_counted_without_tombstones(stores: Stores, connection_id: str) -> None:
    for number, state in enumerate((LinkState.LIVE, LinkState.LIVE, LinkState.TOMBSTONE)):
        stores.links.add(link(connection_id, str(number)).model_copy(update={"state": state}))
    assert (stores.links.live(C), stores.links.live(Kind.PROJECT)) == (2, 0)


def test_two_workers_count_together_also_when_one_overtakes_the_other(
    stores: Stores, connection_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk(stores, connection_id), desk(stores, connection_id)
    save, overtaken = stores.breakers.save, []

    def overtake(breaker: Breaker) -> Breaker:
        monkeypatch.setattr(stores.breakers, "save", save)
        overtaken.append(reserve(second, connection_id, range(100, 120)))
        return save(breaker)

    monkeypatch.setattr(stores.breakers, "save", overtake)
    granted = reserve(first, connection_id, range(20))
    assert overtaken == [20]
    assert granted == 5
    assert stores.breakers.get(C).is_open


def link(connection: str, number: str) -> Link:
    return Link(id=number, connection=connection, kind=C, tripletex=Half(id=f"t{number}"), app=Half(id=f"a{number}"))


def desk(stores: Stores, connection: str) -> Desk:
    company = SmallCompany()
    owned = company.connection.model_copy(update={"id": connection})
    return replace(company.desk, stores=stores, connection=owned)


def reserve(desk: Desk, connection: str, numbers: range) -> int:
    """How many of so many deletes may be carried over."""
    survivor = SmallCompany().app.put(C, number="1", name="Kunde AS")
    cases = [
        (Case(RecordKey(kind=C, side=Side.TRIPLETEX, id=f"t{n}"), None, other=survivor), link(connection, str(n)))
        for n in numbers
    ]
    return len(cases) - len(over_limit(desk, C, Harm.DELETED, cases, Settlement(desk, {})))
