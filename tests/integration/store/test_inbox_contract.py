from datetime import datetime, timedelta

import pytest

from samspill.model.changes import EVERYTHING, Change, Noticed, Priority, RecordKey, Way
from samspill.model.kinds import Kind, Side
from samspill.sync.ports import Stores

MINUTE = timedelta(minutes=1)


def key(record_id: str, kind: Kind = Kind.CUSTOMER) -> RecordKey:
    return RecordKey(kind=kind, side=Side.APP, id=record_id)


def only(stores: Stores, now: datetime) -> Change:
    (change,) = stores.inbox.due("party", now)
    return change


def test_a_change_put_is_due(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    assert only(stores, now) == Change(
        key=key("1"), counter=1, due_at=now, first_at=now, told_at=now, told_with=Priority.CHANGE
    )  # fmt: skip


def test_a_change_is_not_due_before_its_time(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now + MINUTE)
    assert not stores.inbox.has_due("party", now)
    assert stores.inbox.has_due("party", now + MINUTE)


def test_groups_are_apart(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.put(key("1", Kind.SUPPLIER), due_at=now)
    stores.inbox.put(key("1", Kind.PROJECT), due_at=now)
    assert {change.key.kind for change in stores.inbox.due("party", now)} == {Kind.CUSTOMER, Kind.SUPPLIER}
    assert [change.key.kind for change in stores.inbox.due("project", now)] == [Kind.PROJECT]


def test_some_of_a_group_are_shown_due_or_not(stores: Stores, now: datetime) -> None:
    for number in range(3):
        stores.inbox.put(key(str(number)), due_at=now + MINUTE)
    stores.inbox.put(key("1", Kind.PROJECT), due_at=now)
    assert {change.key.kind for change in stores.inbox.some("party", 10)} == {Kind.CUSTOMER}
    assert (len(stores.inbox.some("party", 10)), len(stores.inbox.some("party", 2))) == (3, 2)


def test_a_second_trigger_raises_the_counter(stores: Stores, now: datetime) -> None:
    """Seen to fail with triggers that do not count."""
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.put(key("1"), due_at=now + MINUTE)
    change = only(stores, now)
    assert (change.counter, change.due_at, change.first_at) == (2, now, now)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((0, Priority.CHANGE), (1, Priority.CHANGE)),
        ((1, Priority.CHANGE), (0, Priority.CHANGE)),
        ((0, Priority.RECONCILE), (1, Priority.PERSON)),
        ((1, Priority.PERSON), (0, Priority.RECONCILE)),
        ((0, Priority.PERSON), (1, Priority.RECONCILE)),
        ((1, Priority.RECONCILE), (0, Priority.PERSON)),
    ],
)
def test_the_earlier_time_and_the_stronger_priority_win(
    stores: Stores, now: datetime, old: tuple[int, Priority], new: tuple[int, Priority]
) -> None:
    stores.inbox.put(key("1"), due_at=now + old[0] * MINUTE, priority=old[1])
    stores.inbox.put(key("1"), due_at=now + new[0] * MINUTE, priority=new[1])
    change = only(stores, now)
    assert (change.counter, change.due_at, change.priority) == (2, now, min(old[1], new[1]))


def test_the_last_trigger_is_known_by_its_time_and_priority(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now - MINUTE, priority=Priority.PERSON)
    stores.inbox.put(key("1"), due_at=now)
    change = only(stores, now)
    assert (change.told_at, change.told_with) == (now, Priority.CHANGE)
    assert (change.first_at, change.priority) == (now - MINUTE, Priority.PERSON)


def test_a_comparison_tells_only_of_what_nobody_told_of(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now - MINUTE, priority=Priority.RECONCILE)
    first = only(stores, now)
    stores.inbox.put(key("1"), due_at=now - MINUTE, priority=Priority.PERSON)
    stores.inbox.put(key("1"), due_at=now, priority=Priority.RECONCILE)
    told = [(change.told_at, change.told_with) for change in (first, only(stores, now))]
    assert told == [(now - MINUTE, Priority.RECONCILE), (now - MINUTE, Priority.PERSON)]


def test_waiting_and_waking_tell_nothing(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now - MINUTE)
    stores.inbox.park(only(stores, now), "approval", now + MINUTE)
    stores.inbox.wake("approval", now)
    stores.inbox.postpone(only(stores, now), now, attempts=1)
    assert only(stores, now).told_at == now - MINUTE


def test_hints_are_kept_until_the_change_is_done(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now, deleted_hint=True, old_number="10")
    stores.inbox.put(key("1"), due_at=now, old_number="11")
    change = only(stores, now)
    assert (change.deleted_hint, change.old_number) == (True, "10")


def test_stronger_priorities_come_first_then_older_ones(stores: Stores, now: datetime) -> None:
    """Seen to fail with changes in the order of their times alone."""
    stores.inbox.put(key("reconcile"), due_at=now - 9 * MINUTE, priority=Priority.RECONCILE)
    stores.inbox.put(key("late"), due_at=now)
    stores.inbox.put(key("early"), due_at=now - MINUTE)
    stores.inbox.put(key("person"), due_at=now, priority=Priority.PERSON)
    order = [change.key.id for change in stores.inbox.due("party", now)]
    assert order == ["person", "early", "late", "reconcile"]
    assert [change.key.id for change in stores.inbox.due("party", now, 2)] == ["person", "early"]


def test_many_are_put_at_once(stores: Stores, now: datetime) -> None:
    keys = [key(str(number)) for number in range(30)]
    assert stores.inbox.put_many(iter(keys), due_at=now, priority=Priority.FIRST_SYNC) == 30
    assert {change.key for change in stores.inbox.due("party", now)} == set(keys)


def test_a_change_that_is_done_is_gone(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    assert stores.inbox.done(only(stores, now))
    assert stores.inbox.count() == 0


def test_a_change_triggered_meanwhile_is_not_done(stores: Stores, now: datetime) -> None:
    """Seen to fail with changes removed whatever came in meanwhile."""
    stores.inbox.put(key("1"), due_at=now)
    read = only(stores, now)
    stores.inbox.put(key("1"), due_at=now)
    assert not stores.inbox.done(read)
    assert only(stores, now).counter == 2


def test_a_change_removed_and_triggered_anew_is_not_done(stores: Stores, now: datetime) -> None:
    """Seen to fail with a change put anew taken for the one that was read."""
    stores.inbox.put(key("1"), due_at=now - MINUTE)
    read = only(stores, now)
    stores.inbox.done(read)
    stores.inbox.put(key("1"), due_at=now)
    assert not stores.inbox.done(read)
    assert stores.inbox.has_due("party", now)


def test_what_was_done_before_is_not_done_again(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    read = only(stores, now)
    assert stores.inbox.done(read)
    assert not stores.inbox.done(read)


def test_a_postponed_change_is_due_later(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now, priority=Priority.PERSON)
    stores.inbox.postpone(only(stores, now), now + MINUTE, attempts=3)
    assert not stores.inbox.has_due("party", now)
    change = only(stores, now + MINUTE)
    assert (change.attempts, change.priority, change.first_at) == (3, Priority.PERSON, now)


def test_a_change_triggered_meanwhile_is_not_postponed(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    read = only(stores, now)
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.postpone(read, now + MINUTE, attempts=3)
    assert only(stores, now).attempts == 0


def test_a_trigger_makes_a_postponed_change_due_and_its_attempts_start_anew(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.postpone(only(stores, now), now + MINUTE, attempts=3)
    stores.inbox.put(key("1"), due_at=now)
    assert only(stores, now).attempts == 0


def test_a_parked_change_is_not_due(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.park(only(stores, now), "customer#app#5", now + MINUTE)
    assert not stores.inbox.has_due("party", now)
    assert stores.inbox.count() == 1


def test_a_parked_change_is_due_when_its_time_is_up(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.park(only(stores, now), "customer#app#5", now + MINUTE)
    assert only(stores, now + MINUTE).waiting_for == "customer#app#5"


def test_a_trigger_wakes_a_parked_change(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.park(only(stores, now), "customer#app#5", now + MINUTE)
    stores.inbox.put(key("1"), due_at=now, priority=Priority.RECONCILE)
    change = only(stores, now)
    assert (change.waiting_for, change.priority) == (None, Priority.CHANGE)
    assert stores.inbox.wake("customer#app#5", now) == []


def test_a_later_trigger_wakes_a_change_whose_parking_time_is_up(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.park(only(stores, now), "customer#app#5", now)
    stores.inbox.put(key("1"), due_at=now + MINUTE)
    assert only(stores, now).waiting_for is None


def test_a_change_triggered_meanwhile_is_not_parked(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    read = only(stores, now)
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.park(read, "approval", now + MINUTE)
    assert only(stores, now).waiting_for is None


def test_waking_makes_due_what_waits_for_that_and_nothing_else(stores: Stores, now: datetime) -> None:
    for record_id, parent in (("1", "customer#app#5"), ("2", "customer#app#5"), ("3", "customer#app#55")):
        stores.inbox.put(key(record_id, Kind.PROJECT), due_at=now)
        (change,) = stores.inbox.due("project", now)
        stores.inbox.park(change, parent, now + MINUTE)
    woken = stores.inbox.wake("customer#app#5", now)
    assert sorted(woken, key=str) == [key("1", Kind.PROJECT), key("2", Kind.PROJECT)]
    assert {change.key.id for change in stores.inbox.due("project", now)} == {"1", "2"}


def test_waking_counts_as_a_trigger(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.park(only(stores, now), "approval", now)
    read = only(stores, now)
    stores.inbox.wake("approval", now)
    stores.inbox.park(read, "approval", now + MINUTE)
    assert only(stores, now).waiting_for is None


def test_the_oldest_due_time_is_found_among_all_priorities(stores: Stores, now: datetime) -> None:
    assert stores.inbox.oldest_due("party", now) is None
    stores.inbox.put(key("1"), due_at=now, priority=Priority.PERSON)
    stores.inbox.put(key("2"), due_at=now - MINUTE, priority=Priority.RECONCILE)
    assert stores.inbox.oldest_due("party", now) == now - MINUTE


def test_everything_that_waits_is_counted(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.put(key("1", Kind.PROJECT), due_at=now + MINUTE)
    assert stores.inbox.count() == 2


def test_what_waits_is_counted_by_kind_although_kinds_share_a_group(stores: Stores, now: datetime) -> None:
    """Customers and suppliers share one, and so do invoices and credit notes."""
    kinds = [Kind.CUSTOMER, Kind.CUSTOMER, Kind.SUPPLIER, Kind.INVOICE, Kind.CREDIT_NOTE]
    for place, kind in enumerate(kinds):
        stores.inbox.put(RecordKey(kind=kind, side=Side.APP, id=str(place)), due_at=now + timedelta(days=1))
    counted = {kind: stores.inbox.count_of(kind) for kind in (*dict.fromkeys(kinds), Kind.PRODUCT)}
    assert list(counted.values()) == [2, 1, 1, 1, 0]


@pytest.mark.parametrize("record_id", [EVERYTHING, "50#7", "100%", "æ å"])
def test_any_id_comes_back_as_it_was_put(stores: Stores, now: datetime, record_id: str) -> None:
    stores.inbox.put(key(record_id), due_at=now)
    assert only(stores, now).key == key(record_id)


def test_an_item_is_found_whether_it_is_due_or_not(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now)
    stores.inbox.put(key("2", Kind.PROJECT), due_at=now + MINUTE)
    found = stores.inbox.find([key("1"), key("2", Kind.PROJECT), key("3"), key("1")])
    assert {each: change.due_at for each, change in found.items()} == {
        key("1"): now,
        key("2", Kind.PROJECT): now + MINUTE,
    }
    assert stores.inbox.find([]) == {}


def test_it_is_remembered_how_a_change_was_noticed(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now, way=Way.POLL)
    stores.inbox.put(key("1"), due_at=now + MINUTE, way=Way.WEBHOOK)
    stores.inbox.put(key("1"), due_at=now)
    assert only(stores, now).noticed == Noticed(way=Way.WEBHOOK, side=Side.APP, at=now + MINUTE)


def test_a_comparison_does_not_take_the_place_of_what_was_noticed_before(stores: Stores, now: datetime) -> None:
    stores.inbox.put(key("1"), due_at=now, way=Way.WEBHOOK)
    stores.inbox.put(key("1"), due_at=now + MINUTE, priority=Priority.RECONCILE, way=Way.COMPARISON)
    assert only(stores, now).noticed == Noticed(way=Way.WEBHOOK, side=Side.APP, at=now)
