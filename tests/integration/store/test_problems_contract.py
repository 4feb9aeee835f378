import re
from datetime import datetime, timedelta

import pytest

from samspill.exceptions import NotFound
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem, ProblemState
from samspill.sync.ports import Stores

MINUTE = timedelta(minutes=1)


def key(record_id: str, kind: Kind = Kind.CUSTOMER) -> RecordKey:
    return RecordKey(kind=kind, side=Side.APP, id=record_id)


def problem(connection: str, at: datetime, record: RecordKey, code: str = "name_missing", name: str = "") -> Problem:
    return Problem(
        id="", connection=connection, key=record, code=code, name=name, facts={"field": "name"},
        opened_at=at, seen_at=at,
    )  # fmt: skip


def test_an_opened_problem_is_found_by_record_and_by_id(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    assert stores.journal.problem_of(key("1")) == opened
    assert stores.journal.problem(opened.id) == opened
    assert (opened.state, opened.times) == (ProblemState.OPEN, 1)


@pytest.mark.parametrize("record_id", ["1", "50#7/æ?&", "x" * 200])
def test_the_id_of_a_problem_can_stand_in_a_url(
    stores: Stores, connection_id: str, now: datetime, record_id: str
) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key(record_id)))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", opened.id)
    assert stores.journal.problem(opened.id) == opened


@pytest.mark.parametrize("wrong", ["", "nothing", "Zm9v", "a b", "æ"])
def test_there_is_no_problem_with_a_made_up_id(stores: Stores, wrong: str) -> None:
    assert stores.journal.problem(wrong) is None


def test_the_same_problem_seen_again_is_refreshed(stores: Stores, connection_id: str, now: datetime) -> None:
    first = stores.journal.open_problem(problem(connection_id, now, key("1")))
    again = stores.journal.open_problem(problem(connection_id, now + MINUTE, key("1"), name="Snekker"))
    assert (again.id, again.times, again.opened_at, again.seen_at) == (first.id, 2, now, now + MINUTE)
    assert again.name == "Snekker"
    assert stores.journal.problems() == ([again], None)


def test_another_problem_takes_the_place_of_the_first(stores: Stores, connection_id: str, now: datetime) -> None:
    first = stores.journal.open_problem(problem(connection_id, now, key("1")))
    second = stores.journal.open_problem(problem(connection_id, now + MINUTE, key("1"), "number_taken"))
    assert stores.journal.problems() == ([second], None)
    assert stores.journal.problem_of(key("1")) == second
    solved = stores.journal.problem(first.id)
    assert solved is not None
    assert (solved.state, solved.solved_at) == (ProblemState.SOLVED, now + MINUTE)


def test_another_problem_at_the_same_time_takes_the_place_too(
    stores: Stores, connection_id: str, now: datetime
) -> None:
    stores.journal.open_problem(problem(connection_id, now, key("1")))
    second = stores.journal.open_problem(problem(connection_id, now, key("1"), "number_taken"))
    assert stores.journal.problem(second.id) == second
    assert stores.journal.count_open() == {"number_taken": 1}


def test_an_ignored_problem_seen_again_stays_ignored(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    stores.journal.set_state(opened.id, ProblemState.IGNORED)
    again = stores.journal.open_problem(problem(connection_id, now + MINUTE, key("1")))
    assert (again.state, again.times) == (ProblemState.IGNORED, 2)
    assert stores.journal.problems() == ([], None)
    assert stores.journal.count_open() == {}


def test_another_problem_of_an_ignored_record_is_open(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    stores.journal.set_state(opened.id, ProblemState.IGNORED)
    other = stores.journal.open_problem(problem(connection_id, now + MINUTE, key("1"), "number_taken"))
    assert other.state is ProblemState.OPEN


def test_an_ignored_problem_can_be_opened_again(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    ignored = stores.journal.set_state(opened.id, ProblemState.IGNORED)
    assert stores.journal.problems(state=ProblemState.IGNORED) == ([ignored], None)
    assert stores.journal.set_state(opened.id, ProblemState.OPEN) == opened
    assert stores.journal.count_open() == {"name_missing": 1}


def test_a_solved_problem_is_kept_as_solved(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    assert stores.journal.solve(key("1"), now + MINUTE)
    solved = opened.model_copy(update={"state": ProblemState.SOLVED, "solved_at": now + MINUTE})
    assert stores.journal.problem(opened.id) == solved
    assert stores.journal.problems(state=ProblemState.SOLVED) == ([solved], None)
    assert stores.journal.problem_of(key("1")) is None
    assert stores.journal.count_open() == {}


def test_nothing_is_solved_where_nothing_is_wrong(stores: Stores, now: datetime) -> None:
    assert not stores.journal.solve(key("1"), now)


def test_an_ignored_problem_is_solved_too(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    stores.journal.set_state(opened.id, ProblemState.IGNORED)
    assert stores.journal.solve(key("1"), now)
    assert stores.journal.problems(state=ProblemState.IGNORED) == ([], None)


def test_a_problem_that_comes_back_is_a_new_one(stores: Stores, connection_id: str, now: datetime) -> None:
    first = stores.journal.open_problem(problem(connection_id, now, key("1")))
    stores.journal.solve(key("1"), now + MINUTE)
    second = stores.journal.open_problem(problem(connection_id, now + 2 * MINUTE, key("1")))
    assert second.id != first.id
    assert (second.times, second.opened_at) == (1, now + 2 * MINUTE)
    assert len(stores.journal.problems(state=ProblemState.SOLVED)[0]) == 1


def test_a_solved_problem_cannot_be_opened_by_hand(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    stores.journal.solve(key("1"), now)
    with pytest.raises(NotFound):
        stores.journal.set_state(opened.id, ProblemState.OPEN)


def test_a_problem_cannot_be_declared_solved(stores: Stores, connection_id: str, now: datetime) -> None:
    opened = stores.journal.open_problem(problem(connection_id, now, key("1")))
    with pytest.raises(ValueError, match="solve"):
        stores.journal.set_state(opened.id, ProblemState.SOLVED)


def test_problems_are_listed_newest_first_in_pages(stores: Stores, connection_id: str, now: datetime) -> None:
    for minute in range(5):
        stores.journal.open_problem(problem(connection_id, now + minute * MINUTE, key(str(minute))))
    first, cursor = stores.journal.problems(limit=3)
    rest, end = stores.journal.problems(limit=3, cursor=cursor)
    assert [one.key.id for one in first + rest] == ["4", "3", "2", "1", "0"]
    assert end is None


def test_problems_can_be_narrowed(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.journal.open_problem(problem(connection_id, now, key("1"), name="Ødegård"))
    stores.journal.open_problem(problem(connection_id, now, key("2"), "number_taken", name="Ås"))
    stores.journal.open_problem(problem(connection_id, now, key("3", Kind.PROJECT), name="Ødegård 2"))
    assert {one.key.id for one in stores.journal.problems(kind=Kind.CUSTOMER)[0]} == {"1", "2"}
    assert {one.key.id for one in stores.journal.problems(codes=["number_taken"])[0]} == {"2"}
    assert {one.key.id for one in stores.journal.problems(codes=["number_taken", "name_missing"])[0]} == {
        "1",
        "2",
        "3",
    }
    assert {one.key.id for one in stores.journal.problems(q="ødegård")[0]} == {"1", "3"}
    assert {one.key.id for one in stores.journal.problems(q="ØDEGÅRD", kind=Kind.PROJECT)[0]} == {"3"}


def test_a_cursor_of_open_problems_is_refused_for_solved_ones(
    stores: Stores, connection_id: str, now: datetime
) -> None:
    for record_id in ("1", "2"):
        stores.journal.open_problem(problem(connection_id, now, key(record_id)))
    _, cursor = stores.journal.problems(limit=1)
    with pytest.raises(ValueError, match="cursor"):
        stores.journal.problems(state=ProblemState.SOLVED, cursor=cursor)


def test_open_problems_are_counted_by_code(stores: Stores, connection_id: str, now: datetime) -> None:
    for record_id, code in (("1", "name_missing"), ("2", "name_missing"), ("3", "number_taken")):
        stores.journal.open_problem(problem(connection_id, now, key(record_id), code))
    assert stores.journal.count_open() == {"name_missing": 2, "number_taken": 1}


def test_of_many_records_those_with_a_problem_are_told(stores: Stores, connection_id: str, now: datetime) -> None:
    for record_id in ("1", "2", "3"):
        stores.journal.open_problem(problem(connection_id, now, key(record_id)))
    stores.journal.solve(key("2"), now)
    third = stores.journal.problem_of(key("3"))
    assert third is not None
    stores.journal.set_state(third.id, ProblemState.IGNORED)
    asked = [key(str(number)) for number in range(1, 240)]
    assert stores.journal.troubled(asked) == {key("1"), key("3")}
    assert stores.journal.troubled([]) == set()
