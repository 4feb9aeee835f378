"""Problems in DynamoDB: at most one open or ignored one a record, the solved ones kept for a while."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from samspill.exceptions import Bug, NotFound, RevisionConflict
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.problems import Problem, ProblemState
from samspill.store.opaque import position_of_problem, problem_id
from samspill.store.pages import page
from samspill.store.problem_items import PREFIXES, current_item, item_of, position, problem_in
from samspill.store.search_text import fold
from samspill.store.tables.journal import CURRENT, JournalItem, current_key
from samspill.store.tables.table import transact
from samspill.store.tallies import Tally

_TRIES = 5


class DynamoProblems:
    """Problems of one connection; see `samspill.sync.ports.Journal`. Ids are given here: a problem keeps its id
    while it lasts and after it is solved. Another code for the same record is another problem: the old one
    counts as solved."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def open_problem(self, problem: Problem) -> Problem:
        """Open, or refresh the record's one problem. Raises RevisionConflict when others keep changing it."""
        if problem.connection != self._connection:
            raise Bug(f"problem of {problem.key} belongs to another connection")
        for _ in range(_TRIES):
            item = self._item_of(problem.key)
            try:
                return self._opened(problem, item)
            except RevisionConflict:
                continue
        raise RevisionConflict(f"problem of {problem.key}")

    def solve(self, key: RecordKey, now: datetime) -> bool:
        """Close the record's open or ignored problem; whether there was one."""
        for _ in range(_TRIES):
            item = self._item_of(key)
            if item is None:
                return False
            try:
                transact(lambda transaction, item=item: _close(transaction, item, now))  # type: ignore[misc]
            except RevisionConflict:
                continue
            self._tally.add(_difference(problem_in(item), None))
            return True
        raise RevisionConflict(f"problem of {key}")

    def problem(self, problem_id: str) -> Problem | None:
        """By id."""
        at = position_of_problem(problem_id)
        if at is None:
            return None
        items = (self._get(f"{prefix}{at}") for prefix in PREFIXES.values())
        return next((problem_in(item) for item in items if item is not None), None)

    def problem_of(self, key: RecordKey) -> Problem | None:
        """The record's open or ignored problem."""
        item = self._item_of(key)
        return problem_in(item) if item is not None else None

    def troubled(self, keys: Sequence[RecordKey]) -> set[RecordKey]:
        """Those of the records that have one."""
        places = {current_key(key): key for key in keys}
        wanted = [(self._connection, place) for place in places]
        return {places[item.sk] for item in JournalItem.batch_get(wanted, consistent_read=True)}

    def set_state(self, problem_id: str, state: ProblemState) -> Problem:
        """Ignore or re-open. Raises NotFound, also for a solved problem; ValueError for state `solved`."""
        if state is ProblemState.SOLVED:
            raise ValueError("a problem is solved by solve()")
        at = position_of_problem(problem_id)
        places = [f"{PREFIXES[each]}{at}" for each in (ProblemState.OPEN, ProblemState.IGNORED)] if at else []
        item = next((found for place in places if (found := self._get(place)) is not None), None)
        if item is None:
            raise NotFound("problem")
        changed = problem_in(item).model_copy(update={"state": state})
        transact(lambda transaction: _move(transaction, item, changed))
        self._tally.add(_difference(problem_in(item), changed))
        return changed

    def problems(
        self,
        *,
        kind: Kind | None = None,
        codes: Collection[str] = (),
        state: ProblemState = ProblemState.OPEN,
        q: str = "",
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Problem], str | None]:
        """A page of problems, newest first; with `codes` only those that have one of them. Raises ValueError
        for a bad cursor."""
        filters: list[Condition] = []
        if kind is not None:
            filters.append(JournalItem.kind == kind.value)
        if codes:
            filters.append(JournalItem.code.is_in(*codes))
        if q.strip():
            filters.append(JournalItem.search.contains(fold(q.strip())))
        items, further = page(
            JournalItem,
            self._connection,
            PREFIXES[state],
            filters,
            limit=limit,
            cursor=cursor,
            newest_first=True,
            sort_key=lambda item: item.sk,
        )
        return [problem_in(item) for item in items], further

    def count_open(self) -> dict[str, int]:
        """Open problems per code."""
        return self._tally.counts()

    def recount(self) -> None:
        """Count all open problems anew for whoever asks `count_open`."""
        self._tally.recount()

    @property
    def _tally(self) -> Tally:
        return Tally(self._connection, "problems", self._counted)

    def _counted(self) -> dict[str, int]:
        items = JournalItem.query(
            self._connection,
            JournalItem.sk.startswith(CURRENT),
            filter_condition=JournalItem.state == ProblemState.OPEN.value,
            consistent_read=True,
        )
        return dict(Counter(item.code for item in items if item.code is not None))

    def _opened(self, problem: Problem, item: JournalItem | None) -> Problem:
        """`problem` stored over what is there now. Raises RevisionConflict when that changed meanwhile."""
        if item is not None and item.code == problem.code:
            refreshed = _refreshed(problem, problem_in(item))
            transact(lambda transaction: _replace(transaction, item, refreshed))
            return refreshed
        opened = problem.model_copy(
            update={
                "id": problem_id(problem.key, problem.opened_at),
                "state": ProblemState.OPEN,
                "times": 1,
                "solved_at": None,
            }
        )
        transact(lambda transaction: _open(transaction, item, opened))
        self._tally.add(_difference(problem_in(item) if item is not None else None, opened))
        return opened

    def _item_of(self, key: RecordKey) -> JournalItem | None:
        """Where it lies; it may be put aside or taken up again between two looks."""
        for _ in range(_TRIES):
            current = self._get(current_key(key))
            if current is None:
                return None
            item = self._get(f"{PREFIXES[ProblemState(current.state)]}{current.at}")
            if item is not None:
                return item
        raise RevisionConflict(f"problem of {key}")

    def _get(self, sort_key: str) -> JournalItem | None:
        try:
            return JournalItem.get(self._connection, sort_key, consistent_read=True)
        except JournalItem.DoesNotExist:
            return None


def _difference(before: Problem | None, after: Problem | None) -> dict[str, int]:
    """What that changes of the numbers of open problems."""
    changes = Counter[str]()
    for problem, by in ((before, -1), (after, 1)):
        if problem is not None and problem.state is ProblemState.OPEN:
            changes[problem.code] += by
    return dict(changes)


def _refreshed(problem: Problem, known: Problem) -> Problem:
    kept = {"id": known.id, "state": known.state, "opened_at": known.opened_at, "solved_at": None}
    return problem.model_copy(update={**kept, "times": known.times + 1})


def _replace(transaction: TransactWrite, item: JournalItem, problem: Problem) -> None:
    """The same problem with other contents."""
    revision = int(item.revision or 0)
    transaction.save(current_item(problem), condition=JournalItem.at == position(problem))
    transaction.save(item_of(problem, revision + 1), condition=JournalItem.revision == revision)


def _move(transaction: TransactWrite, item: JournalItem, problem: Problem) -> None:
    """The same problem among those of another state, or where it is."""
    moved = item_of(problem, int(item.revision or 0) + 1)
    if moved.sk == item.sk:
        _replace(transaction, item, problem)
        return
    transaction.save(current_item(problem), condition=JournalItem.at == position(problem))
    transaction.save(moved)
    transaction.delete(item, condition=JournalItem.revision == item.revision)


def _open(transaction: TransactWrite, item: JournalItem | None, problem: Problem) -> None:
    """A new problem, in the place of another one if there is one."""
    if item is None:
        transaction.save(current_item(problem), condition=JournalItem.pk.does_not_exist())
        transaction.save(item_of(problem))
        return
    superseded = problem_in(item)
    revision = int(item.revision or 0)
    unchanged = JournalItem.revision == revision
    transaction.save(current_item(problem), condition=JournalItem.at == position(superseded))
    transaction.save(item_of(_solved(superseded, problem.seen_at)))
    if item_of(problem).sk == item.sk:
        transaction.save(item_of(problem, revision + 1), condition=unchanged)
    else:
        transaction.save(item_of(problem))
        transaction.delete(item, condition=unchanged)


def _close(transaction: TransactWrite, item: JournalItem, now: datetime) -> None:
    problem = problem_in(item)
    transaction.delete(current_item(problem), condition=JournalItem.at == position(problem))
    transaction.delete(item, condition=JournalItem.revision == item.revision)
    transaction.save(item_of(_solved(problem, now)))


def _solved(problem: Problem, now: datetime) -> Problem:
    return problem.model_copy(update={"state": ProblemState.SOLVED, "solved_at": now})
