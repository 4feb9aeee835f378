"""Fates, history, problems and decisions of one connection, in memory."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from samspill.exceptions import Bug, NotFound
from samspill.model.changes import RecordKey
from samspill.model.history import Decision, Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem, ProblemState
from samspill.store.opaque import decode_cursor, encode_cursor, problem_id, problem_position
from samspill.store.search_text import fold, searchable
from samspill.store.sort_keys import record_text


class MemoryJournal:
    """Lists and dicts; `entries` and `all_fates` show what was written, `subjects` whose each entry was."""

    def __init__(self, connection: str, meant: Callable[[RecordKey], RecordKey] = lambda key: key) -> None:
        self._connection = connection
        self._meant = meant
        self.subjects: list[RecordKey] = []
        self._fates: dict[RecordKey, Fate] = {}
        self._current: dict[RecordKey, Problem] = {}
        self._solved: dict[str, Problem] = {}
        self.entries: list[Entry] = []

    @property
    def all_fates(self) -> list[Fate]:
        """The last word on every record."""
        return list(self._fates.values())

    def set_fates(self, fates: Sequence[Fate]) -> None:
        for fate in fates:
            self._check(fate.connection)
            self._fates[fate.key] = fate

    def fates(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Fate]:
        return {key: self._fates[key] for key in keys if key in self._fates}

    def search(
        self,
        *,
        kind: Kind | None = None,
        side: Side | None = None,
        q: str = "",
        standing: Standing | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Fate], str | None]:
        prefix = f"fate#{kind.value}#{f'{side.value}#' if side else ''}" if kind else "fate#"
        after = decode_cursor(cursor, prefix) if cursor is not None else ""
        found = {
            position: fate
            for fate in self._fates.values()
            if (position := f"fate#{record_text(fate.key)}").startswith(prefix)
            and fold(q.strip()) in searchable(fate.name, fate.number)
            and standing in (None, fate.standing)
        }
        positions = sorted(position for position in found if position > after)
        return [found[p] for p in positions[:limit]], _next(positions, limit)

    def write(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._check(entry.connection)
        self.entries.extend(entries)
        self.subjects.extend(self._meant(entry.key) for entry in entries)

    def history(self, key: RecordKey, limit: int = 100, before: datetime | None = None) -> list[Entry]:
        own = [e for e in self.entries if e.key == key and (before is None or e.at < before)]
        newest_last = sorted(own, key=lambda e: e.at)
        return newest_last[::-1][:limit]

    def open_problem(self, problem: Problem) -> Problem:
        self._check(problem.connection)
        current = self._current.get(problem.key)
        if current is not None and current.code == problem.code:
            update = {
                "id": current.id, "state": current.state, "opened_at": current.opened_at, "times": current.times + 1,
                "solved_at": None,
            }  # fmt: skip
        else:
            self.solve(problem.key, problem.seen_at)
            new_id = problem_id(problem.key, problem.opened_at)
            update = {"id": new_id, "state": ProblemState.OPEN, "times": 1, "solved_at": None}
        self._current[problem.key] = problem.model_copy(update=update)
        return self._current[problem.key]

    def solve(self, key: RecordKey, now: datetime) -> bool:
        problem = self._current.pop(key, None)
        if problem is None:
            return False
        solved = problem.model_copy(update={"state": ProblemState.SOLVED, "solved_at": now})
        self._solved[problem.id] = solved
        return True

    def problem(self, problem_id: str) -> Problem | None:
        current = {problem.id: problem for problem in self._current.values()}
        return current.get(problem_id) or self._solved.get(problem_id)

    def problem_of(self, key: RecordKey) -> Problem | None:
        return self._current.get(key)

    def troubled(self, keys: Sequence[RecordKey]) -> set[RecordKey]:
        return {key for key in keys if key in self._current}

    def set_state(self, problem_id: str, state: ProblemState) -> Problem:
        if state is ProblemState.SOLVED:
            raise ValueError("a problem is solved by solve()")
        problem = next((p for p in self._current.values() if p.id == problem_id), None)
        if problem is None:
            raise NotFound("problem")
        self._current[problem.key] = problem.model_copy(update={"state": state})
        return self._current[problem.key]

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
        prefix = f"{state.value}#"
        before = decode_cursor(cursor, prefix) if cursor is not None else None
        found = {
            f"{prefix}{problem_position(problem.key, problem.opened_at)}": problem
            for problem in (*self._current.values(), *self._solved.values())
            if problem.state is state
            and kind in (None, problem.key.kind)
            and (not codes or problem.code in codes)
            and fold(q.strip()) in searchable(problem.name, problem.number)
        }
        positions = sorted((p for p in found if before is None or p < before), reverse=True)
        return [found[p] for p in positions[:limit]], _next(positions, limit)

    def count_open(self) -> dict[str, int]:
        return dict(Counter(p.code for p in self._current.values() if p.state is ProblemState.OPEN))

    def _check(self, connection: str) -> None:
        if connection != self._connection:
            raise Bug(f"belongs to connection {connection}")


class MemoryDecisions:
    """Decisions in a dict."""

    def __init__(self, connection: str) -> None:
        self._connection = connection
        self._decisions: dict[RecordKey, Decision] = {}

    def get(self, keys: Sequence[RecordKey]) -> dict[RecordKey, Decision]:
        return {key: self._decisions[key] for key in keys if key in self._decisions}

    def all(self) -> list[Decision]:
        return [self._decisions[key] for key in sorted(self._decisions, key=record_text)]

    def put(self, decision: Decision) -> None:
        if decision.connection != self._connection:
            raise Bug(f"belongs to connection {decision.connection}")
        self._decisions[decision.key] = decision

    def drop(self, key: RecordKey) -> None:
        self._decisions.pop(key, None)


def _next(positions: list[str], limit: int) -> str | None:
    return encode_cursor(positions[limit - 1]) if len(positions) > limit else None
