"""Numbers kept beside what they count: always there, right after whatever was done, and counted anew."""

from collections.abc import Callable
from datetime import datetime

import pytest

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import LinkState
from samspill.model.problems import Problem, ProblemState
from samspill.store.recounting import recount
from samspill.store.stores import dynamo_stores
from samspill.store.tables.journal import TALLIES, JournalItem
from samspill.sync.ports import Stores
from tests.integration.store.test_links_contract import make_link


@pytest.fixture
def stores(aws: None, connection_id: str) -> Stores:
    """With one link and one problem; both have been counted."""
    made = dynamo_stores(connection_id)
    made.links.count()
    made.journal.count_open()
    made.links.add(make_link(connection_id, 1))
    made.journal.open_problem(problem(connection_id, "a1"))
    return made


def problem(connection: str, record: str, code: str = "name_missing") -> Problem:
    key, now = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=record), datetime.fromisoformat("2026-03-02T09:30Z")
    return Problem(id="", connection=connection, key=key, code=code, name="", opened_at=now, seen_at=now)


def ignored(stores: Stores, connection: str, now: datetime) -> None:
    known = stores.journal.problem_of(problem(connection, "a1").key)
    assert known is not None
    stores.journal.set_state(known.id, ProblemState.IGNORED)


def ignored_and_solved(stores: Stores, connection: str, now: datetime) -> None:
    ignored(stores, connection, now)
    stores.journal.solve(problem(connection, "a1").key, now)


def ignored_twice(stores: Stores, connection: str, now: datetime) -> None:
    ignored(stores, connection, now)
    ignored(stores, connection, now)


def taken_up_again(stores: Stores, connection: str, now: datetime) -> None:
    ignored(stores, connection, now)
    known = stores.journal.problem_of(problem(connection, "a1").key)
    assert known is not None
    stores.journal.set_state(known.id, ProblemState.OPEN)


WHAT_HAPPENS: dict[str, tuple[Callable[[Stores, str, datetime], object], dict[str, int]]] = {
    "another one": (lambda s, c, _: s.journal.open_problem(problem(c, "a2")), {"name_missing": 2}),
    "seen again": (lambda s, c, _: s.journal.open_problem(problem(c, "a1")), {"name_missing": 1}),
    "another reason": (
        lambda s, c, _: s.journal.open_problem(problem(c, "a1", "number_missing")), {"number_missing": 1},
    ),
    "solved": (lambda s, c, now: s.journal.solve(problem(c, "a1").key, now), {}),
    "ignored": (ignored, {}),
    "ignored twice": (ignored_twice, {}),
    "ignored and solved": (ignored_and_solved, {}),
    "taken up again": (taken_up_again, {"name_missing": 1}),
}  # fmt: skip


@pytest.mark.parametrize("happens", WHAT_HAPPENS)
def test_open_problems_are_known_without_being_counted(
    stores: Stores, connection_id: str, now: datetime, happens: str
) -> None:  # fmt: skip
    do, expected = WHAT_HAPPENS[happens]
    do(stores, connection_id, now)
    assert stores.journal.count_open() == expected
    recount(connection_id)
    assert stores.journal.count_open() == expected


def test_live_links_are_known_without_being_counted(stores: Stores, connection_id: str) -> None:
    stores.links.add(make_link(connection_id, 2))
    kept = stores.links.add(make_link(connection_id, 3, kind=Kind.SUPPLIER))
    gone = stores.links.save(make_link(connection_id, 1).model_copy(update={"state": LinkState.TOMBSTONE}))
    assert stores.links.count() == {Kind.CUSTOMER: 1, Kind.SUPPLIER: 1}
    stores.links.save(gone.model_copy(update={"state": LinkState.LIVE}))
    stores.links.remove(kept)
    assert stores.links.count() == {Kind.CUSTOMER: 2}


def test_a_tombstone_that_is_removed_was_not_counted(stores: Stores, connection_id: str) -> None:
    gone = stores.links.save(make_link(connection_id, 1).model_copy(update={"state": LinkState.TOMBSTONE}))
    stores.links.remove(gone)
    stores.links.add(make_link(connection_id, 1))
    assert stores.links.count() == {Kind.CUSTOMER: 1}


def test_what_was_never_counted_is_counted_when_somebody_asks(stores: Stores, connection_id: str) -> None:
    for item in JournalItem.query(connection_id, JournalItem.sk.startswith(TALLIES)):
        item.delete()
    stores.links.add(make_link(connection_id, 2))
    assert (stores.links.count(), stores.journal.count_open()) == ({Kind.CUSTOMER: 2}, {"name_missing": 1})


def test_a_number_that_went_wrong_is_right_after_the_next_count(stores: Stores, connection_id: str) -> None:
    for item in JournalItem.query(connection_id, JournalItem.sk.startswith(TALLIES)):
        item.update([JournalItem.tally.set({"customer": 7, "name_missing": 7})])
    recount(connection_id)
    assert (stores.links.count(), stores.journal.count_open()) == ({Kind.CUSTOMER: 1}, {"name_missing": 1})
